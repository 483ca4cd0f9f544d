//! The sports beside football: recorded rows against values taken from the JSON by hand, and rows
//! written after the documentation for states that no recording holds.

mod afl;
mod american_football;
mod ask;
mod baseball;
mod basketball;
mod codes;
mod formula1;
mod handball;
mod hockey;
mod keep;
mod leagues;
mod mma;
mod mutation;
mod nba;
mod rugby;
mod states;
mod volleyball;

use crate::recordings::{answer, open};
use chrono::DateTime;
use entity::model::{Instant, LeagueId, ObservedMatch, Phase, Sport};
use serde_json::{Value, json};
use upstream::{
    adapter::{Group, Known, Particulars, Standings},
    sport::{Particular, read},
};

/// Long after every recording.
pub fn later() -> Instant {
    instant("2026-11-29T12:00:00Z")
}

pub fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("is a date").to_utc()
}

/// The observations of one recording; none may be skipped.
pub fn recorded(sport: Sport, name: &str, now: Instant) -> Option<Vec<ObservedMatch>> {
    let answer = answer(&format!("{sport}/{name}"))?;
    let observations = read::observations(sport, &answer, now).expect("is a list");
    assert_eq!(observations.skipped, [], "{sport}/{name}");
    Some(observations.rows)
}

/// The one row, read.
pub fn one(sport: Sport, row: &Value, now: Instant) -> ObservedMatch {
    let answer = open(json!({"get": "games", "errors": [], "response": [row]}).to_string());
    let mut observations = read::observations(sport, &answer, now).expect("is a list");
    assert_eq!(observations.skipped, [], "{row}");
    observations.rows.remove(0)
}

/// The tables of one recording.
pub fn tables(sport: Sport, name: &str) -> Option<Vec<Standings>> {
    let answer = answer(&format!("{sport}/{name}"))?;
    let asked = LeagueId("1".to_owned());
    Some(read::standings(sport, &answer, &asked).expect("is a list"))
}

/// The group of that name.
pub fn group<'a>(table: &'a Standings, name: &str) -> &'a Group {
    let named = table.groups.iter().find(|group| group.name.as_deref() == Some(name));
    named.unwrap_or_else(|| panic!("no group {name}"))
}

/// What one recording adds to a match.
pub fn particulars(
    sport: Sport,
    particular: Particular,
    name: &str,
    of: &ObservedMatch,
) -> Option<Particulars> {
    let answer = answer(&format!("{sport}/{name}"))?;
    let known = Known::of_observation(of);
    Some(read::particulars(sport, particular, &answer, &known).expect("is a list"))
}

/// An observation in one line: `137232 AOT finished 138-134 | Q1 29-35 OT 22-18`; `x` where there is
/// nothing.
pub fn line(seen: &ObservedMatch) -> String {
    let number = |n: &Option<i64>| n.map_or("x".to_owned(), |n| n.to_string());
    let scores: Vec<String> = seen.competitors.iter().map(|side| number(&side.score)).collect();
    let mut line = format!(
        "{} {} {} {} |",
        seen.id,
        seen.status.code,
        seen.status.phase.as_str(),
        scores.join("-")
    );
    for period in &seen.periods {
        let scores: Vec<String> = period.scores.iter().map(number).collect();
        line.push_str(&format!(" {} {}", period.name, scores.join("-")));
    }
    line
}

/// Every expected line is the line of the row with its number.
pub fn check(rows: &[ObservedMatch], expected: &[&str]) {
    for expected in expected {
        let id = expected.split(' ').next().expect("has a number");
        let seen = rows.iter().find(|row| row.id.0 == id).expect("the row is there");
        assert_eq!(line(seen), *expected);
    }
}

/// The winners of an observation.
pub fn winners(seen: &ObservedMatch) -> Vec<Option<bool>> {
    seen.competitors.iter().map(|side| side.winner).collect()
}

#[test]
fn every_recorded_list_is_read_row_for_row() {
    for (sport, name, count) in [
        (Sport::Basketball, "games-date-2.json", 5),
        (Sport::Basketball, "games-date-3.json", 4),
        (Sport::Basketball, "games-team-season-excerpt-1.json", 37),
        (Sport::Nba, "games-date-2.json", 15),
        (Sport::Nba, "games-live-1.json", 2),
        (Sport::Hockey, "games-h2h-1.json", 2),
        (Sport::Hockey, "games-league-season-excerpt-1.json", 10),
        (Sport::Hockey, "games-league-season-excerpt-2.json", 10),
        (Sport::Baseball, "games-date-1.json", 12),
        (Sport::Baseball, "games-id-docs-1.json", 1),
        (Sport::Baseball, "games-league-season-excerpt-1.json", 6),
        (Sport::Baseball, "games-league-season-excerpt-2.json", 5),
        (Sport::Baseball, "games-team-season-excerpt-1.json", 26),
        (Sport::AmericanFootball, "games-date-1.json", 38),
        (Sport::AmericanFootball, "games-date-2.json", 3),
        (Sport::AmericanFootball, "games-league-season-excerpt-1.json", 6),
        (Sport::AmericanFootball, "games-league-season-excerpt-2.json", 2),
        (Sport::Rugby, "games-h2h-1.json", 2),
        (Sport::Rugby, "games-league-season-excerpt-1.json", 8),
        (Sport::Rugby, "games-league-season-excerpt-2.json", 3),
        (Sport::Handball, "games-h2h-1.json", 2),
        (Sport::Handball, "games-league-season-excerpt-1.json", 8),
        (Sport::Volleyball, "games-date-1.json", 9),
        (Sport::Volleyball, "games-h2h-1.json", 2),
        (Sport::Volleyball, "games-league-season-excerpt-2.json", 4),
        (Sport::Afl, "games-league-season-excerpt-1.json", 6),
        (Sport::Afl, "games-league-season-excerpt-2.json", 10),
        (Sport::Mma, "fights-date-1.json", 13),
        (Sport::Mma, "fights-season-excerpt-1.json", 16),
        (Sport::Formula1, "races-1.json", 180),
        (Sport::Formula1, "races-season-excerpt-2.json", 32),
    ] {
        let Some(rows) = recorded(sport, name, later()) else { return };
        assert_eq!(rows.len(), count, "{sport}/{name}");
        for row in &rows {
            assert_eq!(row.sport, sport);
            assert_ne!(row.status.phase, Phase::Live, "{sport}/{name} {}", row.id);
        }
    }
}
