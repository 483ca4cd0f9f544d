//! Goals and penalties, in order of play.

use crate::{
    adapter::{AdapterError, Known, Particulars, Team, rows},
    client::Answer,
    wire::{List, Maybe, Text},
};
use entity::model::{Incident, IncidentKind};
use serde::Deserialize;

/// Minutes of a period.
const PERIOD: u32 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    game_id: Text<'a>,
    #[serde(borrow)]
    period: Text<'a>,
    #[serde(borrow)]
    minute: Text<'a>,
    #[serde(borrow)]
    team: Maybe<Team<'a>>,
    #[serde(borrow)]
    players: List<Text<'a>>,
    #[serde(borrow)]
    assists: List<Text<'a>>,
    #[serde(borrow)]
    comment: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
}

/// Reads an answer of `games/events`: every event there is, so it stands for the list before it.
///
/// The minute counts up within a period; ours counts through the game.
pub fn events(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let rows = rows::<Event<'_>>(answer)?.into_iter().filter_map(Result::ok);
    let incidents = rows.filter(|event| known.is(event.game_id.get()));
    let incidents = incidents.map(|event| incident(event, known)).collect();
    Ok(Particulars { incidents: Some(incidents), ..Particulars::default() })
}

fn incident(event: Event<'_>, known: &Known<'_>) -> Incident {
    let word = event.kind.get().map(str::to_ascii_lowercase);
    let period = event.period.get().map(|text| text.trim().to_ascii_uppercase());
    let period = period.as_deref();
    let (kind, detail) = match word.as_deref() {
        Some("goal") if matches!(period, Some("PT" | "SO" | "P")) => {
            (IncidentKind::Shootout, Some("scored".to_owned()))
        }
        Some("goal") => (IncidentKind::Goal, Some("goal".to_owned())),
        Some(word) => (IncidentKind::Other, Some(word.to_owned())),
        None => (IncidentKind::Other, None),
    };
    let names = |list: List<Text<'_>>| {
        let names: Vec<String> = list.or_empty().into_iter().filter_map(Text::into_name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let team = event.team.get().and_then(|team| team.id.get());
    Incident {
        id: String::new(),
        kind,
        detail,
        elapsed: elapsed(period, event.minute.get()),
        extra: None,
        competitor: known.competitor(team).map(|side| side.role),
        player: names(event.players),
        player_id: None,
        assist: names(event.assists),
        assist_id: None,
        comment: event.comment.into_text(),
    }
}

/// `P2`, `03` is minute 23; `15:31` in the first period is minute 15.
fn elapsed(period: Option<&str>, minute: Option<&str>) -> Option<u32> {
    let minute: u32 = minute?.split(':').next()?.trim().parse().ok()?;
    let before = match period? {
        "OT" => 3,
        period => {
            period.strip_prefix('P')?.parse::<u32>().ok().filter(|n| (1..=3).contains(n))? - 1
        }
    };
    (minute <= 2 * PERIOD).then_some(before * PERIOD + minute)
}
