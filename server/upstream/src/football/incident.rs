//! What happened, in order of play.

use super::{AdapterError, Sides, side::index_of, statistic::snake_case, substitution, wire};
use crate::{adapter::rows, client::Answer, wire::Maybe};
use entity::model::{Incident, IncidentKind, Role};

/// Reads an answer of `fixtures/events`.
pub fn incidents(answer: &Answer, sides: &Sides<'_>) -> Result<Vec<Incident>, AdapterError> {
    let rows = rows::<wire::Event<'_>>(answer)?;
    Ok(read(rows.into_iter().filter_map(Result::ok), sides))
}

/// The events inside a row of `fixtures`.
pub(super) fn of_wire(rows: Vec<Maybe<wire::Event<'_>>>, sides: &Sides<'_>) -> Vec<Incident> {
    read(rows.into_iter().filter_map(Maybe::into_option), sides)
}

fn read<'a>(events: impl Iterator<Item = wire::Event<'a>>, sides: &Sides<'_>) -> Vec<Incident> {
    let mut incidents: Vec<Incident> = events.map(|event| incident(event, sides)).collect();
    sort(&mut incidents);
    if let Some(score) = sides.score {
        settle_own_goals(&mut incidents, score);
    }
    substitution::settle(&mut incidents, sides.lineups);
    incidents
}

fn incident(event: wire::Event<'_>, sides: &Sides<'_>) -> Incident {
    let time = event.time.get().copied().unwrap_or_default();
    let (kind, detail) = kind(event.kind.get(), event.detail.get(), event.comments.get());
    let team = event.team.get();
    let player = event.player.or_empty();
    let assist = event.assist.or_empty();
    Incident {
        id: String::new(),
        kind,
        detail,
        elapsed: time.elapsed.count(),
        extra: time.extra.count(),
        competitor: sides.role(team.and_then(|team| team.id.get())),
        player: player.name.into_text(),
        player_id: player.id.into_text(),
        assist: assist.name.into_text(),
        assist_id: assist.id.into_text(),
        comment: event.comments.into_text(),
    }
}

/// The sort of thing and its detail. The documentation and the wire differ in case.
fn kind(
    kind: Option<&str>,
    detail: Option<&str>,
    comment: Option<&str>,
) -> (IncidentKind, Option<String>) {
    let detail = detail.map(snake_case).filter(|detail| !detail.is_empty());
    let word = detail.as_deref().unwrap_or_default();
    match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("goal") if comment.is_some_and(is_shootout) => {
            let missed = word.contains("missed") || word.contains("saved");
            (IncidentKind::Shootout, Some(if missed { "missed" } else { "scored" }.to_owned()))
        }
        Some("goal") if word == "missed_penalty" => (IncidentKind::MissedPenalty, detail),
        // Some feeds report a goal that was taken back under the type of goals.
        Some("goal") if word.contains("cancelled") || word.contains("disallowed") => {
            (IncidentKind::Var, detail)
        }
        Some("goal") => (IncidentKind::Goal, detail),
        Some("card") => (IncidentKind::Card, detail),
        Some("subst") => (IncidentKind::Substitution, None),
        Some("var") => (IncidentKind::Var, detail),
        Some(_) | None => (IncidentKind::Other, detail),
    }
}

fn is_shootout(comment: &str) -> bool {
    let lower = comment.to_ascii_lowercase();
    lower.contains("shootout") || lower.contains("shoot-out")
}

/// Into order of play, as far as minutes tell; the shoot-out last, kick by kick.
///
/// Stoppage time sorts before the next half by itself, 45+3 before 46. An event without a minute
/// stays behind the one it was listed after. What has one minute keeps the upstream's order.
fn sort(incidents: &mut Vec<Incident>) {
    let mut last = (0, 0);
    let mut keyed: Vec<_> = incidents
        .drain(..)
        .map(|incident| {
            let shootout = incident.kind == IncidentKind::Shootout;
            if let Some(elapsed) = incident.elapsed {
                last = (elapsed, incident.extra.unwrap_or(0));
            }
            ((shootout, last), incident)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    incidents.extend(keyed.into_iter().map(|(_, incident)| incident));
}

/// Gives own goals to the other side where only that explains the score.
///
/// The event's team is normally the one that got the goal, but not in every feed.
fn settle_own_goals(incidents: &mut [Incident], score: [i64; 2]) {
    let is_own = |incident: &Incident| incident.detail.as_deref() == Some("own_goal");
    let count = |swapped: bool| {
        let mut goals = [0_i64; 2];
        for incident in incidents.iter().filter(|it| it.kind == IncidentKind::Goal) {
            let role = incident
                .competitor
                .map(|role| if swapped && is_own(incident) { other(role) } else { role });
            if let Some(place) = role.and_then(index_of) {
                goals[place] += 1;
            }
        }
        goals
    };
    if count(false) != score && count(true) == score {
        let own = |it: &&mut Incident| it.kind == IncidentKind::Goal && is_own(it);
        for incident in incidents.iter_mut().filter(own) {
            incident.competitor = incident.competitor.map(other);
        }
    }
}

const fn other(role: Role) -> Role {
    match role {
        Role::Home => Role::Away,
        Role::Away => Role::Home,
        Role::Entrant => Role::Entrant,
    }
}
