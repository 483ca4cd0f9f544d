//! Goals and behinds, in order of play.

use super::Id;
use crate::{
    adapter::{AdapterError, Known, Particulars, rows},
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use entity::model::{Incident, IncidentKind};
use serde::Deserialize;

/// Minutes of a quarter by the rules; what is played on top is time on.
const QUARTER: u32 = 20;

/// The latest minute of a quarter that is believed.
const LATEST: u32 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    game: Maybe<Id<'a>>,
    #[serde(borrow)]
    events: List<Maybe<Event<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    team: Maybe<Id<'a>>,
    #[serde(borrow)]
    player: Maybe<Id<'a>>,
    period: Number,
    minute: Number,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
}

/// Reads an answer of `games/events`. Players have numbers only, and a rushed behind is no event,
/// so events do not add up to the score.
pub fn events(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let rows = rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let ours = rows.filter(|row| known.is(row.game.get().and_then(|game| game.id.get())));
    let events = ours.flat_map(|row| row.events.or_empty()).filter_map(Maybe::into_option);
    let incidents = events.map(|event| incident(event, known)).collect();
    Ok(Particulars { incidents: Some(incidents), ..Particulars::default() })
}

/// Minute 31 of the second quarter is 40+11, as time on is written after its quarter; the remark
/// has the minute as it came.
fn incident(event: Event<'_>, known: &Known<'_>) -> Incident {
    let detail = event.kind.get().map(str::to_ascii_lowercase);
    let scored = matches!(detail.as_deref(), Some("goal" | "behind"));
    let period = event.period.count().filter(|period| (1..=8).contains(period));
    let minute = event.minute.count().filter(|minute| *minute <= LATEST);
    let time = period.zip(minute).map(|(period, minute)| {
        let on = minute.saturating_sub(QUARTER);
        ((period - 1) * QUARTER + minute - on, Some(on).filter(|on| *on > 0))
    });
    let team = event.team.get().and_then(|team| team.id.get());
    Incident {
        id: String::new(),
        kind: if scored { IncidentKind::Goal } else { IncidentKind::Other },
        detail,
        elapsed: time.map(|(elapsed, _)| elapsed),
        extra: time.and_then(|(_, extra)| extra),
        competitor: known.competitor(team).map(|side| side.role),
        player: None,
        player_id: event.player.or_empty().id.into_text(),
        assist: None,
        assist_id: None,
        comment: period.zip(minute).map(|(period, minute)| format!("Q{period}, minute {minute}")),
    }
}
