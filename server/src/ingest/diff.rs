//! What turned one state of a match into the next, typed.

use entity::model::{
    ChangeItem, Competitor, Incident, IncidentAction, IncidentKind, Match, Sport, patch_between,
};
use serde_json::Value;

/// A score that rises or falls by more at once is told as a score alone: nobody saw the goals.
const MOST_GOALS: u64 = 20;
/// More items of incidents or periods in one change are told as a detail, with the lists in the patch.
const MOST_ITEMS: usize = 40;

/// The items that tell `new` from `old`, most important first; empty where nothing differs that a
/// change may touch.
pub fn items(old: &Match, new: &Match) -> Vec<ChangeItem> {
    let mut items = Vec::new();
    scores(old, new, &mut items);
    if old.status.code != new.status.code {
        items.push(ChangeItem::Status {
            from: old.status.code.clone(),
            to: new.status.code.clone(),
            phase: new.status.phase,
        });
    }
    let told = if first_particulars(old, new) { Vec::new() } else { incidents(old, new) };
    let parts = periods(old, new);
    let lists = [("incidents", told.len()), ("periods", parts.len())];
    for list in [told, parts] {
        if list.len() <= MOST_ITEMS {
            items.extend(list);
        }
    }
    if old.starts_at != new.starts_at {
        items.push(ChangeItem::Schedule { from: old.starts_at, to: new.starts_at });
    }
    let clock = |m: &Match| (m.status.clock.clone(), m.status.elapsed, m.status.extra);
    if clock(old) != clock(new) {
        items.push(ChangeItem::Clock { elapsed: new.status.elapsed, extra: new.status.extra });
    }
    let mut fields = details(old, new);
    for (name, _) in lists.into_iter().filter(|(_, many)| *many > MOST_ITEMS) {
        if fields.iter().all(|field| field != name) {
            fields.push(name.to_owned());
        }
    }
    if !fields.is_empty() {
        items.push(ChangeItem::Details { fields });
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.event_name()));
    items
}

/// The RFC 7396 patch between two snapshots, version and times included.
pub fn patch(old: &Match, new: &Match) -> Value {
    patch_between(&json(old), &json(new))
}

fn json(m: &Match) -> Value {
    serde_json::to_value(m).expect("a match holds nothing that JSON cannot say")
}

/// Whether what a sport scores are goals, each worth an item of its own.
const fn scores_goals(sport: Sport) -> bool {
    match sport {
        Sport::Football | Sport::Hockey | Sport::Handball => true,
        Sport::Basketball
        | Sport::Baseball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => false,
    }
}

/// Goals, goals taken back, and the score itself.
fn scores(old: &Match, new: &Match, items: &mut Vec<ChangeItem>) {
    let (from, to) = (scores_before(old, new), new.scores());
    if from == to {
        return;
    }
    if scores_goals(new.sport) {
        new.competitors.iter().for_each(|competitor| goals(old, new, competitor, items));
    }
    items.push(ChangeItem::Score { from, to });
}

/// What the competitors of `new`, in their order, had in `old`.
fn scores_before(old: &Match, new: &Match) -> Vec<Option<i64>> {
    let before = |competitor| old.same_side(competitor).and_then(|before| before.score);
    new.competitors.iter().map(before).collect()
}

fn goals(old: &Match, new: &Match, competitor: &Competitor, items: &mut Vec<ChangeItem>) {
    let before = old.same_side(competitor).and_then(|before| before.score);
    let (Some(before), Some(after)) = (before, competitor.score) else { return };
    if before.abs_diff(after) > MOST_GOALS {
        return;
    }
    let mut scorers = added_goals(old, new, competitor.role);
    for _ in before..after {
        let goal = scorers.next();
        items.push(ChangeItem::Goal {
            competitor: competitor.role,
            elapsed: goal.map_or(new.status.elapsed, |goal| goal.elapsed),
            extra: goal.map_or(new.status.extra, |goal| goal.extra),
            player: goal.and_then(|goal| goal.player.clone()),
        });
    }
    for _ in after..before {
        items.push(ChangeItem::Correction {
            competitor: competitor.role,
            detail: added(old, new)
                .find(|i| i.kind == IncidentKind::Var && i.competitor == Some(competitor.role))
                .and_then(|review| review.detail.clone()),
        });
    }
}

/// Whether the incidents of a match that was over when we first saw it have only now been read:
/// they are old news, told as a detail.
fn first_particulars(old: &Match, new: &Match) -> bool {
    old.status.phase.is_over()
        && old.status == new.status
        && old.scores() == new.scores()
        && old.incidents.is_empty()
        && !new.incidents.is_empty()
}

/// Incidents of `new` whose id `old` does not have.
fn added<'a>(old: &'a Match, new: &'a Match) -> impl Iterator<Item = &'a Incident> {
    new.incidents.iter().filter(|i| old.incidents.iter().all(|before| before.id != i.id))
}

fn added_goals<'a>(
    old: &'a Match,
    new: &'a Match,
    role: entity::model::Role,
) -> impl Iterator<Item = &'a Incident> {
    added(old, new).filter(move |i| i.kind == IncidentKind::Goal && i.competitor == Some(role))
}

fn incidents(old: &Match, new: &Match) -> Vec<ChangeItem> {
    let mut items = Vec::new();
    for incident in &new.incidents {
        let before = old.incidents.iter().find(|before| before.id == incident.id);
        let action = match before {
            None => IncidentAction::Added,
            Some(before) if before != incident => IncidentAction::Changed,
            Some(_) => continue,
        };
        items.push(ChangeItem::Incident { action, incident: incident.clone() });
    }
    for incident in &old.incidents {
        if new.incidents.iter().all(|after| after.id != incident.id) {
            let action = IncidentAction::Removed;
            items.push(ChangeItem::Incident { action, incident: incident.clone() });
        }
    }
    items
}

fn periods(old: &Match, new: &Match) -> Vec<ChangeItem> {
    let mut items = Vec::new();
    for period in &new.periods {
        let before = old.periods.iter().find(|before| before.name == period.name);
        if before != Some(period) {
            items.push(ChangeItem::Period { from: before.cloned(), to: Some(period.clone()) });
        }
    }
    for period in &old.periods {
        if new.periods.iter().all(|after| after.name != period.name) {
            items.push(ChangeItem::Period { from: Some(period.clone()), to: None });
        }
    }
    items
}

/// Members that differ and have no item of their own.
fn details(old: &Match, new: &Match) -> Vec<String> {
    let same_order = {
        let ids = |m: &Match| m.incidents.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
        let (before, mut after) = (ids(old), ids(new));
        after.retain(|id| before.contains(id));
        let kept: Vec<_> = before.into_iter().filter(|id| after.contains(id)).collect();
        kept == after
    };
    let sides = |m: &Match| {
        let side = |c: &entity::model::Competitor| {
            (c.role, c.id.clone(), c.name.clone(), c.logo.clone(), c.winner)
        };
        m.competitors.iter().map(side).collect::<Vec<_>>()
    };
    let words = |m: &Match| (m.status.phase, m.status.label.clone());
    let names = |m: &Match| m.periods.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let same_periods = {
        let (mut before, mut after) = (names(old), names(new));
        before.retain(|name| after.contains(name));
        after.retain(|name| before.contains(name));
        before == after
    };
    [
        ("league", old.league != new.league),
        ("competitors", sides(old) != sides(new)),
        ("status", old.status.code == new.status.code && words(old) != words(new)),
        ("periods", !same_periods),
        ("incidents", !same_order || first_particulars(old, new)),
        ("statistics", old.statistics != new.statistics),
        ("lineups", old.lineups != new.lineups),
        ("venue", old.venue != new.venue),
        ("referee", old.referee != new.referee),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(name, _)| name.to_owned())
    .collect()
}
