//! What turned one state of a match into the next, typed.

use entity::model::{ChangeItem, Incident, IncidentAction, IncidentKind, Match, patch_between};
use serde_json::Value;

/// A score that rises or falls by more at once is told as a score alone: nobody saw the goals.
const MOST_GOALS: u64 = 20;

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
    if !first_particulars(old, new) {
        incidents(old, new, &mut items);
    }
    periods(old, new, &mut items);
    if old.starts_at != new.starts_at {
        items.push(ChangeItem::Schedule { from: old.starts_at, to: new.starts_at });
    }
    let clock = |m: &Match| (m.status.clock.clone(), m.status.elapsed, m.status.extra);
    if clock(old) != clock(new) {
        items.push(ChangeItem::Clock { elapsed: new.status.elapsed, extra: new.status.extra });
    }
    let fields = details(old, new);
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

/// Goals, goals taken back, and the score itself.
fn scores(old: &Match, new: &Match, items: &mut Vec<ChangeItem>) {
    let (from, to) = (old.scores(), new.scores());
    if from == to {
        return;
    }
    for competitor in &new.competitors {
        let before = old.competitor(competitor.role).and_then(|before| before.score);
        let (Some(before), Some(after)) = (before, competitor.score) else { continue };
        if before.abs_diff(after) > MOST_GOALS {
            continue;
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
    items.push(ChangeItem::Score { from, to });
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

fn incidents(old: &Match, new: &Match, items: &mut Vec<ChangeItem>) {
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
}

fn periods(old: &Match, new: &Match, items: &mut Vec<ChangeItem>) {
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
