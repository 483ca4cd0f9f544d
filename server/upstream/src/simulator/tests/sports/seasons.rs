//! Leagues, seasons, tables and rankings.

use super::*;
use crate::adapter::Standings;
use crate::sport::{ask, read};
use entity::model::{LeagueId, ObservedLeague};
use std::collections::BTreeSet;

fn leagues(simulator: &Simulator, sport: Sport, at: DateTime<Utc>) -> Vec<ObservedLeague> {
    let Some(query) = ask::leagues(sport) else { return Vec::new() };
    let answer = asked(simulator, sport, &query, at);
    read::leagues(sport, &answer, at).expect("is a list")
}

#[test]
fn every_match_is_of_a_listed_league_in_its_current_season() {
    let simulator = simulator(7);
    let at = monday() + Duration::hours(5 * 24 + 12);
    for sport in SPORTS {
        let listed = leagues(&simulator, sport, at);
        let known: BTreeSet<(&LeagueId, Option<&str>)> =
            listed.iter().map(|league| (&league.id, league.season.as_deref())).collect();
        let answer = asked(&simulator, sport, &ask::day(sport, at.date_naive()), at);
        let seen = read::observations(sport, &answer, at).expect("is a list");
        // A card of bouts is known by them alone, and the season of the NBA is named by the date.
        if !matches!(sport, Sport::Mma | Sport::Nba) {
            for seen in &seen.rows {
                let league = (&seen.league.id, seen.league.season.as_deref());
                assert!(known.contains(&league), "{sport}: {league:?} in {known:?}");
            }
        }
        for league in &listed {
            if let Some(query) = ask::seasons(sport, &league.id) {
                let answer = asked(&simulator, sport, &query, at);
                let seasons = read::seasons(sport, &answer, &league.id).expect("is a list");
                assert!(!seasons.is_empty(), "{sport} {}", league.name);
            }
        }
    }
}

#[test]
fn tables_add_up() {
    let simulator = simulator(7);
    let at = monday() + Duration::hours(5 * 24 + 12);
    for sport in SPORTS {
        let mut tables: Vec<Standings> = Vec::new();
        // Two leagues of each show what all do.
        for league in leagues(&simulator, sport, at).iter().skip(3).take(2) {
            let season = league.season.clone().unwrap_or_default();
            for query in ask::standings(sport, &league.id, &season) {
                let answer = asked(&simulator, sport, &query, at);
                tables.extend(read::standings(sport, &answer, &league.id).expect("is a list"));
            }
        }
        if matches!(sport, Sport::AmericanFootball | Sport::Nba | Sport::Afl) {
            tables = only_league(&simulator, sport, at);
        }
        if sport == Sport::Mma {
            assert!(tables.is_empty());
            continue;
        }
        assert!(!tables.is_empty(), "{sport} has no table");
        for table in &tables {
            for group in &table.groups {
                let ranks: Vec<u32> = group.rows.iter().map(|row| row.rank).collect();
                let expected: Vec<u32> = (1..).take(ranks.len()).collect();
                assert_eq!(ranks, expected, "{sport} {:?}", group.name);
            }
            if sport == Sport::Formula1 {
                continue;
            }
            // In some sports a club stands in two groups.
            let rows = || table.groups.iter().flat_map(|group| &group.rows);
            let sum = |of: fn(&crate::adapter::StandingRow) -> u32| rows().map(of).sum::<u32>();
            assert_eq!(sum(|row| row.win), sum(|row| row.lose), "{sport}");
            assert_eq!(sum(|row| row.goals_for), sum(|row| row.goals_against), "{sport}");
            assert_eq!(sum(|row| row.draw) % 2, 0, "{sport}");
            assert!(sum(|row| row.played) > 0, "{sport}");
        }
    }
}

/// The tables of the sports that have one or two leagues.
fn only_league(simulator: &Simulator, sport: Sport, at: DateTime<Utc>) -> Vec<Standings> {
    let mut tables = Vec::new();
    for league in leagues(simulator, sport, at) {
        let season = match sport {
            Sport::Nba => running(simulator, at),
            _ => league.season.clone().unwrap_or_default(),
        };
        for query in ask::standings(sport, &league.id, &season) {
            let answer = asked(simulator, sport, &query, at);
            tables.extend(read::standings(sport, &answer, &league.id).expect("is a list"));
        }
    }
    tables
}

/// The season of the NBA as its matches tell it.
fn running(simulator: &Simulator, at: DateTime<Utc>) -> String {
    let answer = asked(simulator, Sport::Nba, &ask::day(Sport::Nba, at.date_naive()), at);
    let seen = read::observations(Sport::Nba, &answer, at).expect("is a list");
    seen.rows.first().and_then(|row| row.league.season.clone()).expect("a game has a season")
}

#[test]
fn drivers_are_ranked_by_points_and_by_wins() {
    let simulator = simulator(7);
    let at = monday() + Duration::days(3);
    let league = LeagueId("1".to_owned());
    for metric in ask::metrics(Sport::Formula1) {
        let query = ask::leaders(Sport::Formula1, metric, &league, "2026").expect("is ranked");
        let answer = asked(&simulator, Sport::Formula1, &query, at);
        let leaders = read::leaders(Sport::Formula1, metric, &answer).expect("is a list");
        assert_eq!(leaders.len(), 20);
        assert!(leaders[0].value > 0, "{metric}");
        assert!(leaders.iter().map(|it| std::cmp::Reverse(it.value)).is_sorted());
    }
    // Twenty-three races, less what was called off: the points of a race are 101.
    let query = client::Query::new("rankings/drivers").with("season", 2026);
    let answer = asked(&simulator, Sport::Formula1, &query, at);
    let points: i64 = read::leaders(Sport::Formula1, "points", &answer)
        .expect("is a list")
        .iter()
        .map(|leader| leader.value)
        .sum();
    assert!((1_000..=3_000).contains(&points), "{points}");
}
