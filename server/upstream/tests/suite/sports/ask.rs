//! How each sport's upstream is asked.

use chrono::NaiveDate;
use entity::model::{LeagueId, MatchId, Sport};
use upstream::sport::{Particular, ask, endpoint};

fn text(query: Option<upstream::client::Query>) -> Option<String> {
    query.map(|query| query.to_string())
}

#[test]
fn every_sport_is_asked_in_its_own_words() {
    let date = NaiveDate::from_ymd_opt(2026, 10, 1).expect("is a date");
    let id = [MatchId("7".to_owned())];
    for (sport, leagues, live, day, one) in [
        (
            Sport::Football,
            Some("leagues?current=true"),
            Some("fixtures?live=all"),
            "fixtures?date=2026-10-01",
            "fixtures?id=7",
        ),
        (Sport::Basketball, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Hockey, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Baseball, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Handball, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Rugby, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Volleyball, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (
            Sport::AmericanFootball,
            Some("leagues"),
            Some("games?live=all"),
            "games?date=2026-10-01",
            "games?id=7",
        ),
        (
            Sport::Nba,
            Some("leagues"),
            Some("games?live=all"),
            "games?date=2026-10-01",
            "games?id=7",
        ),
        (Sport::Afl, Some("leagues"), None, "games?date=2026-10-01", "games?id=7"),
        (Sport::Mma, None, None, "fights?date=2026-10-01", "fights?id=7"),
        (Sport::Formula1, Some("competitions"), None, "races?date=2026-10-01", "races?id=7"),
    ] {
        assert_eq!(text(ask::leagues(sport)).as_deref(), leagues, "{sport}");
        assert_eq!(text(ask::live(sport)).as_deref(), live, "{sport}");
        assert_eq!(ask::day(sport, date).to_string(), day, "{sport}");
        assert_eq!(text(ask::matches(sport, &id)).as_deref(), Some(one), "{sport}");
        assert_eq!(ask::matches(sport, &[]), None, "{sport}");
    }
}

#[test]
fn only_football_names_several_matches_in_a_call() {
    let ids: Vec<MatchId> = (1..=20).map(|n: u32| MatchId(n.to_string())).collect();
    for sport in Sport::ALL {
        let asked = ask::matches(sport, &ids[..3]);
        assert_eq!(asked.is_some(), sport == Sport::Football, "{sport}");
        assert!(ask::matches(sport, &[&ids[..], &ids[..1]].concat()).is_none(), "{sport}");
    }
    let asked = text(ask::matches(Sport::Football, &ids[..3]));
    assert_eq!(asked.as_deref(), Some("fixtures?ids=1-2-3"));
}

#[test]
fn a_season_goes_out_as_the_upstream_names_it() {
    let league = LeagueId("12".to_owned());
    let asked = |sport, season: &str| -> Vec<String> {
        ask::standings(sport, &league, season).iter().map(ToString::to_string).collect()
    };
    assert_eq!(asked(Sport::Basketball, "2024-2025"), ["standings?league=12&season=2024-2025"]);
    assert_eq!(asked(Sport::Nba, "2024"), ["standings?league=12&season=2024"]);
    assert_eq!(
        asked(Sport::Formula1, "2024"),
        ["rankings/drivers?season=2024", "rankings/teams?season=2024"]
    );
    assert!(asked(Sport::Mma, "2024").is_empty());
}

#[test]
fn seasons_are_asked_of_the_league_or_of_the_whole_sport() {
    let league = LeagueId("12".to_owned());
    for (sport, query) in [
        (Sport::Football, Some("leagues?id=12")),
        (Sport::Basketball, Some("leagues?id=12")),
        (Sport::Nba, Some("seasons")),
        (Sport::Formula1, Some("seasons")),
        (Sport::Mma, None),
    ] {
        assert_eq!(text(ask::seasons(sport, &league)).as_deref(), query, "{sport}");
    }
}

#[test]
fn a_ranking_or_particular_that_a_sport_lacks_is_not_asked_for() {
    let league = LeagueId("1".to_owned());
    for sport in Sport::ALL {
        for metric in ["goals", "points", "wins", "yellow-cards", "nonsense"] {
            let asked = ask::leaders(sport, metric, &league, "2024");
            assert_eq!(asked.is_some(), ask::metrics(sport).contains(&metric), "{sport} {metric}");
        }
    }
    assert_eq!(
        text(ask::leaders(Sport::Football, "goals", &league, "2024")).as_deref(),
        Some("players/topscorers?league=1&season=2024")
    );
    let id = MatchId("7".to_owned());
    let asked = |sport, particular| text(ask::particular(sport, particular, &id));
    for (sport, particular, query) in [
        (Sport::Basketball, Particular::Statistics, "games/statistics/teams?id=7"),
        (Sport::Nba, Particular::Statistics, "games/statistics?id=7"),
        (Sport::Hockey, Particular::Events, "games/events?game=7"),
        (Sport::AmericanFootball, Particular::Events, "games/events?id=7"),
        (Sport::AmericanFootball, Particular::Statistics, "games/statistics/teams?id=7"),
        (Sport::Afl, Particular::Quarters, "games/quarters?id=7"),
        (Sport::Afl, Particular::Events, "games/events?id=7"),
        (Sport::Afl, Particular::Statistics, "games/statistics/teams?id=7"),
        (Sport::Mma, Particular::Result, "fights/results?id=7"),
        (Sport::Mma, Particular::Statistics, "fights/statistics/fighters?id=7"),
        (Sport::Formula1, Particular::Grid, "rankings/startinggrid?race=7"),
        (Sport::Formula1, Particular::Classification, "rankings/races?race=7"),
    ] {
        assert_eq!(asked(sport, particular).as_deref(), Some(query), "{sport}");
    }
    assert_eq!(asked(Sport::Hockey, Particular::Statistics), None);
    assert_eq!(asked(Sport::Baseball, Particular::Events), None);
    assert_eq!(asked(Sport::Football, Particular::Events), None);
}

#[test]
fn whatever_is_asked_is_an_endpoint_of_the_sport_with_parameters_that_it_takes() {
    let date = NaiveDate::from_ymd_opt(2026, 10, 1).expect("is a date");
    let (league, id) = (LeagueId("4".to_owned()), MatchId("7".to_owned()));
    for sport in Sport::ALL {
        let mut queries = vec![ask::day(sport, date)];
        queries.extend(ask::leagues(sport));
        queries.extend(ask::seasons(sport, &league));
        queries.extend(ask::live(sport));
        queries.extend(ask::matches(sport, std::slice::from_ref(&id)));
        queries.extend(ask::matches(sport, &[id.clone(), MatchId("8".to_owned())]));
        queries.extend(ask::standings(sport, &league, "2024-2025"));
        for metric in ask::metrics(sport) {
            queries.extend(ask::leaders(sport, metric, &league, "2024"));
        }
        for particular in ask::particulars(sport) {
            queries.extend(ask::particular(sport, *particular, &id));
        }
        for query in queries {
            let found = endpoint::of(sport).iter().find(|known| known.name == query.endpoint());
            let known = found.unwrap_or_else(|| panic!("{sport} has no {query}"));
            for (name, _) in query.params() {
                assert!(known.parameters.contains(&name.as_str()), "{sport}: {query}");
            }
            for name in known.required {
                assert!(query.param(name).is_some(), "{sport}: {query} leaves out {name}");
            }
        }
    }
}
