//! Australian football v1: answers into our words.
//!
//! The row of a game has totals only, in points; quarters are told apart, by their own endpoint.
//! A game that was called off keeps noughts and is played under another number.

mod event;
mod quarter;
mod standing;

pub use event::events;
pub use quarter::quarters;
pub use standing::standings;

use crate::{
    adapter::{
        self, AdapterError, Codes, Course, Head, Known, Measures, Observations, Pair, Particulars,
        Skipped, State, Team, ground, id, round, rows, starts_at,
    },
    client::Answer,
    wire::{Maybe, Number, Text},
};
use entity::model::{Instant, LeagueId, ObservedLeague, ObservedMatch, Phase, Sport};
use serde::Deserialize;
use serde_json::Value;

const CODES: &Codes = &[
    ("NS", Phase::Scheduled, "Not started"),
    ("Q1", Phase::Live, "First quarter"),
    ("QT", Phase::Break, "Quarter-time"),
    ("Q2", Phase::Live, "Second quarter"),
    ("HT", Phase::Break, "Half-time"),
    ("Q3", Phase::Live, "Third quarter"),
    ("Q4", Phase::Live, "Fourth quarter"),
    ("ER", Phase::Break, "End of regular time"),
    ("FT", Phase::Finished, "Finished"),
    ("CANC", Phase::Cancelled, "Game cancelled"),
    ("PST", Phase::Postponed, "Game postponed"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    game: Maybe<Id<'a>>,
    #[serde(borrow)]
    league: Maybe<Season<'a>>,
    #[serde(borrow)]
    date: Text<'a>,
    timestamp: Number,
    #[serde(borrow)]
    round: Text<'a>,
    #[serde(borrow)]
    week: Text<'a>,
    #[serde(borrow)]
    venue: Text<'a>,
    #[serde(borrow)]
    status: Maybe<Status<'a>>,
    #[serde(borrow)]
    teams: Maybe<Pair<Team<'a>>>,
    scores: Maybe<Pair<Score>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Id<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Season<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    season: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    short: Text<'a>,
    #[serde(borrow)]
    long: Text<'a>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Score {
    score: Number,
}

/// Reads any answer of `games`.
pub fn observations(answer: &Answer, now: Instant) -> Result<Observations, AdapterError> {
    adapter::observations(answer, |row| observation(row, now))
}

/// Reads an answer of `leagues`, which has a row for each season.
pub fn leagues(answer: &Answer, now: Instant) -> Result<Vec<ObservedLeague>, AdapterError> {
    let leagues = adapter::leagues(answer, now)?.into_iter();
    Ok(leagues.map(|it| ObservedLeague { name: it.name, ..league(it.id.0, it.season) }).collect())
}

/// The league by its number: rows have no more of it. There is only one.
fn league(id: String, season: Option<String>) -> ObservedLeague {
    let name = if id == "1" { "AFL Premiership".to_owned() } else { format!("AFL {id}") };
    ObservedLeague {
        logo: Some(format!("https://media.api-sports.io/afl/leagues/{id}.png")),
        id: LeagueId(id),
        name,
        country: Some("Australia".to_owned()),
        season,
        round: None,
        flag: None,
    }
}

fn observation(row: Row<'_>, now: Instant) -> Result<ObservedMatch, Skipped> {
    let teams = row.teams.or_empty();
    let season = row.league.or_empty();
    let told = ObservedLeague {
        round: match row.week.get() {
            Some("0") => row.round.get().map(|round| format!("{round} - Opening Round")),
            _ => round(&row.round, &row.week),
        },
        ..league(season.id.to_text().unwrap_or_default(), season.season.into_text())
    };
    let head = Head {
        sport: Sport::Afl,
        id: row.game.or_empty().id.into_text(),
        starts_at: starts_at(row.timestamp, &row.date),
        league: season.id.get().map(|_| told),
        sides: [teams.home, teams.away].map(|team| team.into_option().and_then(Team::side)),
        venue: ground(&row.venue),
    };
    let status = row.status.or_empty();
    let state = State::read(CODES, status.short.get(), status.long.get());
    let scores = row.scores.or_empty();
    let totals = [scores.home, scores.away].map(|side| side.or_empty().score.score());
    let periods = Vec::new();
    head.observation(Course { state, clock: None, totals, periods, statistics: None }, now)
}

/// Reads an answer of `games/statistics/teams`. Its behinds leave out the rushed ones, so they are
/// fewer than the score counts and are not told.
pub fn statistics(answer: &Answer, known: &Known<'_>) -> Result<Particulars, AdapterError> {
    let mut measures = Measures::of(known);
    for row in rows::<Value>(answer)?.into_iter().filter_map(Result::ok) {
        let teams = row["teams"].as_array().filter(|_| known.is(id(&row["game"]).as_deref()));
        for team in teams.into_iter().flatten() {
            let Some(place) = known.place(id(&team["team"]).as_deref()) else { continue };
            let mut facts = team["statistics"].clone();
            if let Some(scoring) = facts.get_mut("scoring").and_then(Value::as_object_mut) {
                scoring.remove("behinds");
            }
            measures.take(place, &facts);
        }
    }
    Ok(Particulars { statistics: measures.finish(), ..Particulars::default() })
}
