//! Mixed martial arts v1: answers into our words.
//!
//! A row is a bout. Bouts of one evening share a headline, and that is their league: the card. There
//! is no score; how a bout ended is told by another endpoint.

mod result;

pub use result::{results, statistics};

use crate::{
    adapter::{self, AdapterError, Codes, Observations, Skipped, State, Team, starts_at, status},
    client::Answer,
    wire::{Flag, Maybe, Number, Text},
};
use chrono::{Datelike, TimeDelta};
use entity::model::{
    Competitor, Instant, LeagueId, MatchId, ObservedLeague, ObservedMatch, Phase, Role, Sport,
};
use serde::Deserialize;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("IN", Phase::Scheduled, "Introductions"),
    ("PF", Phase::Scheduled, "About to start"),
    ("WO", Phase::Scheduled, "Walkouts"),
    ("LIVE", Phase::Live, "In progress"),
    ("EOR", Phase::Break, "End of the round"),
    ("FT", Phase::Finished, "Finished"),
    ("CANC", Phase::Cancelled, "Bout cancelled"),
    ("PST", Phase::Postponed, "Bout postponed"),
];

/// Cards run past midnight, and none begins in these hours of the UTC day: an evening's date is
/// that of six hours before.
const EVENING: TimeDelta = TimeDelta::hours(6);

/// Bytes of a headline that go into the number of a card; a number has to stay under a hundred.
const MAX_NAME_CHARS: usize = 80;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    date: Text<'a>,
    timestamp: Number,
    #[serde(borrow)]
    slug: Text<'a>,
    is_main: Flag,
    #[serde(borrow)]
    category: Text<'a>,
    #[serde(borrow)]
    status: Maybe<Status<'a>>,
    #[serde(borrow)]
    fighters: Maybe<Fighters<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    short: Text<'a>,
    #[serde(borrow)]
    long: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fighters<'a> {
    #[serde(borrow)]
    first: Maybe<Fighter<'a>>,
    #[serde(borrow)]
    second: Maybe<Fighter<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fighter<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
    winner: Flag,
}

/// Reads any answer of `fights`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

fn observation(row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let Some(id) = row.id.to_text() else {
        return Err(Skipped { id: None, reason: "the row has no id".to_owned() });
    };
    let skip = |reason: &str| Skipped { id: Some(id.clone()), reason: reason.to_owned() };
    let starts_at = starts_at(row.timestamp, &row.date);
    let starts_at = starts_at.ok_or_else(|| skip("the row has no time of start"))?;
    let state = row.status.get();
    let state = state.and_then(|status| State::read(CODES, status.short.get(), status.long.get()));
    let state = state.ok_or_else(|| skip("the row has no status code"))?;
    let fighters = row.fighters.or_empty();
    let pair = [fighters.first, fighters.second].map(Maybe::or_empty);
    let won = pair.each_ref().map(|fighter| fighter.winner.get() == Some(true));
    // Neither has won while nobody knows, and after a draw or a bout without a verdict.
    let decided = state.phase == Phase::Finished && won[0] != won[1];
    let mut competitors = Vec::with_capacity(2);
    for (fighter, won) in pair.into_iter().zip(won) {
        let team = Team { id: fighter.id, name: fighter.name, logo: fighter.logo };
        let Some(side) = team.side() else {
            return Err(skip("the row has no id for one of its fighters"));
        };
        competitors.push(Competitor {
            role: Role::Entrant,
            id: side.id,
            name: side.name,
            logo: side.logo,
            score: None,
            winner: decided.then_some(won),
        });
    }
    if competitors[0].id == competitors[1].id {
        return Err(skip("the row has one fighter on both sides"));
    }
    Ok(ObservedMatch {
        id: MatchId(id),
        sport: Sport::Mma,
        league: card(&row.slug, starts_at, round(row.is_main, &row.category)),
        starts_at,
        status: status(state, None, starts_at, now),
        competitors,
        periods: Vec::new(),
        venue: None,
        referee: None,
        incidents: None,
        statistics: None,
        lineups: None,
    })
}

/// The card a bout is on, by its headline and evening: one headline may come again.
fn card(slug: &Text<'_>, starts_at: Instant, round: Option<String>) -> ObservedLeague {
    let evening = starts_at.checked_sub_signed(EVENING).unwrap_or(starts_at).date_naive();
    let name = slug.to_text().unwrap_or_else(|| format!("Bouts of {evening}"));
    ObservedLeague {
        id: LeagueId(format!("{}-{evening}", word(&name))),
        name,
        country: None,
        season: Some(evening.year().to_string()),
        round,
        logo: None,
        flag: None,
    }
}

/// `Main card - Featherweight`.
fn round(is_main: Flag, category: &Text<'_>) -> Option<String> {
    let part = is_main.get().map(|main| if main { "Main card" } else { "Preliminary card" });
    let parts: Vec<&str> = [part, category.get()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" - "))
}

/// Letters and digits in lower case with one hyphen between words.
fn word(name: &str) -> String {
    let mut word = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
    }
    word.truncate(word.floor_char_boundary(MAX_NAME_CHARS));
    word.truncate(word.trim_end_matches('-').len());
    word
}
