//! Rows have the keys of recorded rows.

use super::super::wire::{keys_of, recordings};
use super::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn recorded(file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(recordings()?.join(file)).expect("a readable recording");
    Some(serde_json::from_str(&text).expect("a recording is JSON"))
}

/// Keys that one recording of a sport has and another lacks, or that nobody reads.
const LEFT_OUT: [&str; 7] = [
    ".group.points",
    ".coverage.odds",
    ".passing.interceptions_thrown",
    ".passing.sacks_yards_lost",
    ".passing.yards_per_pass",
    ".red_zone",
    ".posession",
];

#[test]
fn rows_of_every_sport_have_the_keys_of_recorded_rows() {
    let simulator = simulator(7);
    let at = monday() + Duration::hours(6 * 24 + 20);
    for (sport, question, file) in [
        (Sport::Basketball, "games?date=2026-11-28", "basketball/games-date-3.json"),
        (Sport::Basketball, "standings?league=105&season=2026-2027", "basketball/standings-1.json"),
        (Sport::Basketball, "leagues", "basketball/leagues-excerpt-1.json"),
        (Sport::Hockey, "games?date=2026-11-28", "hockey/games-league-season-excerpt-1.json"),
        (Sport::Hockey, "leagues", "hockey/leagues-excerpt-1.json"),
        (Sport::Hockey, "standings?league=105&season=2026", "hockey/standings-docs-1.json"),
        (Sport::Baseball, "games?date=2026-11-28", "baseball/games-league-season-excerpt-1.json"),
        (Sport::Baseball, "standings?league=105&season=2026", "baseball/standings-excerpt-1.json"),
        (Sport::Handball, "games?date=2026-11-28", "handball/games-league-season-excerpt-1.json"),
        (Sport::Handball, "standings?league=105&season=2026", "handball/standings-excerpt-1.json"),
        (Sport::Rugby, "games?date=2026-11-28", "rugby/games-league-season-excerpt-1.json"),
        (Sport::Rugby, "standings?league=105&season=2026", "rugby/standings-docs-1.json"),
        (Sport::Volleyball, "games?date=2026-11-28", "volleyball/games-date-1.json"),
        (Sport::Volleyball, "standings?league=105&season=2026", "volleyball/standings-1.json"),
        (
            Sport::AmericanFootball,
            "games?date=2026-11-28",
            "american-football/games-league-season-excerpt-1.json",
        ),
        (Sport::Nba, "games?date=2026-11-28", "nba/games-date-2.json"),
        (Sport::Afl, "games?date=2026-11-28", "afl/games-league-season-excerpt-1.json"),
        (Sport::Afl, "leagues", "afl/leagues-1.json"),
        (Sport::Mma, "fights?date=2026-11-28", "mma/fights-date-1.json"),
        (Sport::Formula1, "races?date=2026-11-28", "formula-1/races-1.json"),
        (Sport::Formula1, "rankings/drivers?season=2026", "formula-1/rankings-drivers-1.json"),
        (Sport::Formula1, "rankings/teams?season=2026", "formula-1/rankings-teams-1.json"),
        (Sport::Formula1, "competitions", "formula-1/competitions-1.json"),
    ] {
        let Some(theirs) = recorded(file) else { return };
        let told = |value: &Value| -> BTreeSet<String> {
            let keys = keys_of(&value["response"]).into_iter();
            keys.filter(|key| !LEFT_OUT.iter().any(|out| key.contains(out))).collect()
        };
        let body = body(&simulator, sport, &client::Query::read(question), at);
        let ours: Value = serde_json::from_str(&body).expect("is JSON");
        assert_eq!(told(&ours), told(&theirs), "{sport} {question}");
    }
}
