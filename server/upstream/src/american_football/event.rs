//! What was scored, in order of play.

use crate::{
    adapter::{AdapterError, Known, Particulars, Team, rows},
    client::Answer,
    wire::{Maybe, Text},
};
use entity::model::{Incident, IncidentKind};
use serde::Deserialize;

/// Minutes of a quarter.
const QUARTER: u32 = 15;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    quarter: Text<'a>,
    #[serde(borrow)]
    minute: Text<'a>,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    #[serde(borrow)]
    player: Maybe<Team<'a>>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    comment: Text<'a>,
}

/// Reads an answer of `games/events`: every score there is, so it stands for the list before it.
///
/// The minute is the clock, which counts down in each quarter; ours counts up through the game.
pub fn events(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let rows = rows::<Event<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let incidents = rows.map(|event| incident(event, known)).collect();
    Ok(Particulars { incidents: Some(incidents), ..Particulars::default() })
}

fn incident(event: Event<'_>, known: &Known<'_>) -> Incident {
    let detail = event.kind.get().map(|kind| match kind.to_ascii_uppercase().as_str() {
        "TD" => "touchdown".to_owned(),
        "FG" => "field_goal".to_owned(),
        "SF" | "SAFETY" => "safety".to_owned(),
        other => other.to_ascii_lowercase().replace(' ', "_"),
    });
    let player = event.player.or_empty();
    let team = event.team.get().and_then(|team| team.id.get());
    Incident {
        id: String::new(),
        kind: IncidentKind::Goal,
        detail,
        elapsed: elapsed(event.quarter.get(), event.minute.get()),
        extra: None,
        competitor: known.competitor(team).map(|side| side.role),
        player: player.name.into_name(),
        player_id: player.id.into_text(),
        assist: None,
        assist_id: None,
        comment: event.comment.into_text(),
    }
}

/// `8:22` left in the second quarter is minute 21. Overtime has no length of its own, so what
/// happens in it has no minute.
fn elapsed(quarter: Option<&str>, clock: Option<&str>) -> Option<u32> {
    let before = match quarter?.to_ascii_lowercase().as_str() {
        "first" | "1" | "q1" => 0,
        "second" | "2" | "q2" => 1,
        "third" | "3" | "q3" => 2,
        "fourth" | "4" | "q4" => 3,
        _ => return None,
    };
    let (minutes, seconds) = clock?.split_once(':')?;
    let (minutes, seconds) = (minutes.parse::<u32>().ok()?, seconds.parse::<u32>().ok()?);
    let left = minutes.checked_mul(60)?.checked_add(seconds)?;
    let played = (QUARTER * 60).checked_sub(left)?;
    Some(before * QUARTER + played / 60)
}
