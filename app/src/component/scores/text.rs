//! Words and figures of a score row.

use crate::component::time::{hour_minute, short_date};
use entity::model::{
    Change, ChangeItem, Competitor, Incident, IncidentAction, IncidentKind, Instant, Phase, Role,
    Status,
};

/// The minute column: what stands where the clock stands.
///
/// `day` is the day of the page; a match of another day shows its date.
pub(crate) fn minute(status: &Status, starts_at: Instant, day: &str) -> String {
    let code = || status.code.clone();
    match status.phase {
        Phase::Live => match &status.clock {
            // Football's clock runs through; elsewhere it starts anew in every part.
            Some(clock) if RUNNING.contains(&status.code.as_str()) => clock.clone(),
            Some(clock) => format!("{} {clock}", status.code),
            None => code(),
        },
        Phase::Break | Phase::Finished | Phase::Unknown => code(),
        Phase::Suspended => "halted".to_owned(),
        Phase::Postponed => "postponed".to_owned(),
        Phase::Cancelled => "cancelled".to_owned(),
        Phase::Abandoned => "abandoned".to_owned(),
        Phase::Awarded => "awarded".to_owned(),
        Phase::Scheduled if status.code == "TBD" => "TBD".to_owned(),
        Phase::Scheduled => {
            let date = starts_at.date_naive();
            if date.to_string() == day {
                hour_minute(starts_at)
            } else {
                format!("{} {}", short_date(date), hour_minute(starts_at))
            }
        }
    }
}

/// Codes of parts over which one clock runs.
const RUNNING: [&str; 5] = ["1H", "2H", "ET", "P", "LIVE"];

/// Whether `one` is behind another: its name is muted.
pub(super) fn trails(one: &Competitor, all: &[Competitor]) -> bool {
    match one.winner {
        Some(true) => false,
        Some(false) => true,
        None => {
            let best = all.iter().filter_map(|c| c.score).max();
            all.iter().any(|c| c.winner == Some(true)) || one.score < best
        }
    }
}

/// `64'`, `45+2'`.
pub(crate) fn incident_minute(incident: &Incident) -> String {
    match (incident.elapsed, incident.extra) {
        (Some(minute), Some(extra)) => format!("{minute}+{extra}'"),
        (Some(minute), None) => format!("{minute}'"),
        (None, _) => String::new(),
    }
}

/// `Saka`, `Saka (pen)`, `Dias (own goal)`.
pub(crate) fn goal_scorer(incident: &Incident) -> String {
    let name = incident.player.as_deref().unwrap_or("Goal");
    match incident.detail.as_deref() {
        Some("penalty") => format!("{name} (pen)"),
        Some("own_goal") => format!("{name} (own goal)"),
        Some(_) | None => name.to_owned(),
    }
}

/// What to read out of a change: goals, goals taken back, players sent off, the end.
///
/// The clock is never among it: hearing every minute is unbearable.
pub(crate) fn sentences(change: &Change, competitors: &[Competitor]) -> Vec<String> {
    change.changes.iter().filter_map(|item| sentence(item, competitors)).collect()
}

fn sentence(item: &ChangeItem, competitors: &[Competitor]) -> Option<String> {
    let name = |role: Role| {
        competitors.iter().find(|c| c.role == role).map_or("one side", |c| c.name.as_str())
    };
    let score = || {
        let tell = |c: &Competitor| format!("{} {}", c.name, c.score.unwrap_or(0));
        competitors.iter().map(tell).collect::<Vec<_>>().join(", ")
    };
    match item {
        ChangeItem::Goal { competitor, elapsed, player, .. } => {
            let mut text = format!("Goal for {}. {}", name(*competitor), score());
            if let Some(minute) = elapsed {
                text.push_str(&format!(", {} minute", ordinal(*minute)));
            }
            if let Some(player) = player {
                text.push_str(&format!(", {player}"));
            }
            Some(text + ".")
        }
        ChangeItem::Correction { competitor, .. } => {
            Some(format!("Goal of {} taken back. {}.", name(*competitor), score()))
        }
        ChangeItem::Incident { action: IncidentAction::Added, incident }
            if crate::port::is_red(incident) =>
        {
            let player = incident.player.as_deref().unwrap_or("a player");
            let side = incident.competitor.map(name).unwrap_or_default();
            Some(format!("Red card, {player}, {side}."))
        }
        ChangeItem::Status { phase: Phase::Finished, .. } => {
            Some(format!("Full time. {}.", score()))
        }
        ChangeItem::Incident { incident: Incident { kind: IncidentKind::Goal, .. }, .. }
        | ChangeItem::Incident { .. }
        | ChangeItem::Status { .. }
        | ChangeItem::Score { .. }
        | ChangeItem::Period { .. }
        | ChangeItem::Schedule { .. }
        | ChangeItem::Clock { .. }
        | ChangeItem::Details { .. } => None,
    }
}

/// `1st`, `22nd`, `113th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use entity::model::{Epoch, Seq};

    #[test]
    fn the_minute_column_speaks_for_every_phase() {
        let base = sample::football();
        let say = |phase: Phase, code: &str, clock: Option<&str>, day: &str| {
            let status = Status {
                phase,
                code: code.to_owned(),
                clock: clock.map(ToOwned::to_owned),
                ..base.status.clone()
            };
            minute(&status, base.starts_at, day)
        };
        let today = "2026-05-17";
        assert_eq!(say(Phase::Live, "1H", Some("45+2'"), today), "45+2'");
        assert_eq!(say(Phase::Live, "Q3", None, today), "Q3");
        assert_eq!(say(Phase::Live, "Q3", Some("6:12"), today), "Q3 6:12");
        assert_eq!(say(Phase::Break, "HT", None, today), "HT");
        assert_eq!(say(Phase::Finished, "PEN", None, today), "PEN");
        assert_eq!(say(Phase::Scheduled, "NS", None, today), "19:00");
        assert_eq!(say(Phase::Scheduled, "NS", None, "2026-05-18"), "17 May 19:00");
        assert_eq!(say(Phase::Scheduled, "TBD", None, today), "TBD");
        assert_eq!(say(Phase::Postponed, "PST", None, today), "postponed");
    }

    #[test]
    fn only_who_is_behind_is_muted() {
        let mut sides = sample::football().competitors;
        let muted = |sides: &[Competitor]| -> Vec<bool> {
            sides.iter().map(|c| trails(c, sides)).collect()
        };
        (sides[0].score, sides[1].score) = (Some(2), Some(1));
        assert_eq!(muted(&sides), [false, true]);
        (sides[0].winner, sides[1].winner) = (None, None);
        assert_eq!(muted(&sides), [false, true]);
        (sides[0].score, sides[1].score) = (Some(1), Some(1));
        assert_eq!(muted(&sides), [false, false]);
        (sides[0].score, sides[1].score) = (None, None);
        assert_eq!(muted(&sides), [false, false]);
        (sides[0].winner, sides[1].winner) = (None, Some(true));
        assert_eq!(muted(&sides), [true, false], "a shoot-out decides over the score");
    }

    #[test]
    fn a_goal_is_a_full_sentence_and_the_clock_is_silent() {
        let held = sample::football();
        let change = |changes| Change {
            match_id: held.id.clone(),
            channel: held.channel.clone(),
            version: 2,
            seq: Seq(1),
            epoch: Epoch("e".to_owned()),
            at: held.as_of,
            changes,
            patch: serde_json::Value::Null,
        };
        let goal = change(vec![
            ChangeItem::Goal {
                competitor: Role::Home,
                elapsed: Some(62),
                extra: None,
                player: Some("Saka".to_owned()),
            },
            ChangeItem::Clock { elapsed: Some(62), extra: None },
        ]);
        assert_eq!(
            sentences(&goal, &held.competitors),
            ["Goal for Arsenal. Arsenal 2, Chelsea 1, 62nd minute, Saka."]
        );
        let clock = change(vec![ChangeItem::Clock { elapsed: Some(63), extra: None }]);
        assert!(sentences(&clock, &held.competitors).is_empty());
    }

    #[test]
    fn ordinals_end_as_english_has_it() {
        let words: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 111].map(ordinal).to_vec();
        assert_eq!(words, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"]);
    }
}
