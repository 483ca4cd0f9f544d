//! Lists of leagues, and which season is the current one.

use super::instant;
use crate::recordings::{answer, open};
use entity::model::{LeagueId, ObservedLeague, Sport};
use serde_json::{Value, json};
use upstream::sport::read;

fn recorded(sport: Sport, name: &str, now: &str) -> Option<Vec<ObservedLeague>> {
    let answer = answer(&format!("{sport}/{name}"))?;
    Some(read::leagues(sport, &answer, instant(now)).expect("is a list"))
}

fn seasons(leagues: &[ObservedLeague]) -> Vec<(&str, Option<&str>)> {
    leagues.iter().map(|it| (it.id.0.as_str(), it.season.as_deref())).collect()
}

#[test]
fn without_a_flag_the_dates_tell_the_season_and_else_the_newest_is_it() {
    let at = "2017-12-15T00:00:00Z";
    let Some(leagues) = recorded(Sport::Basketball, "leagues-excerpt-1.json", at) else { return };
    // The season 2017 of the first runs; the others' newest ended or has not begun.
    assert_eq!(
        seasons(&leagues),
        [
            ("326", Some("2017")),
            ("327", Some("2019")),
            ("320", Some("2017")),
            ("321", Some("2023")),
            ("322", Some("2023"))
        ]
    );
    assert_eq!(leagues[0].name, "Africa Champions Cup");
    assert_eq!((leagues[0].country.as_deref(), &leagues[0].flag), (Some("Africa"), &None));
    let Some(leagues) = recorded(Sport::Basketball, "leagues-docs-1.json", "2026-01-01T00:00:00Z")
    else {
        return;
    };
    // A season's name goes out whole, as the upstream wants it back.
    assert_eq!(seasons(&leagues), [("12", Some("2019-2020"))]);
}

#[test]
fn a_flag_tells_before_dates_do() {
    let at = "2026-02-01T00:00:00Z";
    let Some(leagues) = recorded(Sport::Hockey, "leagues-excerpt-1.json", at) else { return };
    let of = |id: &str| leagues.iter().find(|it| it.id.0 == id).and_then(|it| it.season.as_deref());
    assert_eq!(of("64"), Some("2026"), "flagged");
    assert_eq!(of("106"), Some("2025"), "runs until April");
    assert_eq!(of("206"), Some("2018"), "the only one");
    let Some(leagues) = recorded(Sport::Baseball, "leagues-docs-1.json", at) else { return };
    assert_eq!(seasons(&leagues), [("1", Some("2020"))]);
    let Some(leagues) = recorded(Sport::Rugby, "leagues-docs-1.json", at) else { return };
    assert_eq!(seasons(&leagues), [("3", Some("2019"))]);
}

#[test]
fn american_football_has_years_and_australian_football_a_row_for_each() {
    let at = "2024-06-01T00:00:00Z";
    let name = "leagues-excerpt-1.json";
    let Some(leagues) = recorded(Sport::AmericanFootball, name, at) else { return };
    assert_eq!(seasons(&leagues), [("1", Some("2025")), ("2", Some("2025"))]);
    assert_eq!((leagues[0].name.as_str(), leagues[0].country.as_deref()), ("NFL", Some("USA")));
    let Some(leagues) = recorded(Sport::Afl, "leagues-1.json", at) else { return };
    assert_eq!(leagues.len(), 1);
    assert_eq!(leagues[0].name, "AFL Premiership");
    let logo = leagues[0].logo.as_deref();
    assert_eq!(logo, Some("https://media.api-sports.io/afl/leagues/1.png"));
}

#[test]
fn the_nba_has_words_and_formula_1_competitions() {
    let at = "2026-02-01T00:00:00Z";
    let Some(leagues) = recorded(Sport::Nba, "leagues-1.json", at) else { return };
    let names: Vec<_> = leagues.iter().map(|it| (it.id.0.as_str(), it.name.as_str())).collect();
    assert_eq!(names.len(), 6);
    assert!(names.contains(&("standard", "NBA")));
    assert_eq!(leagues[0].season.as_deref(), Some("2025"));
    let Some(leagues) = recorded(Sport::Formula1, "competitions-1.json", at) else { return };
    assert_eq!(
        seasons(&leagues),
        [("16", Some("2026")), ("27", Some("2026")), ("29", Some("2026"))]
    );
    assert_eq!(leagues[0].name, "Italy Grand Prix");
}

#[test]
fn a_row_without_a_number_or_a_name_is_left_out() {
    let rows: Value = json!([{"id": 1, "name": "A", "seasons": [{"season": "2025-2026", "start": "soon"}]},
        {"id": null, "name": "B"}, {"id": 3}, null, "a league", {"id": 4, "name": "D", "seasons": {}}]);
    let answer = open(json!({"get": "leagues", "errors": [], "response": rows}).to_string());
    let leagues = read::leagues(Sport::Hockey, &answer, instant("2026-02-01T00:00:00Z"));
    let leagues = leagues.expect("is a list");
    assert_eq!(seasons(&leagues), [("1", Some("2025-2026")), ("4", None)]);
}

#[test]
fn a_leagues_seasons_are_told_by_their_names() {
    let told = |sport: Sport, name: &str, league: &str| -> Option<Vec<String>> {
        let answer = answer(&format!("{sport}/{name}"))?;
        Some(read::seasons(sport, &answer, &LeagueId(league.to_owned())).expect("is a list"))
    };
    let Some(names) = told(Sport::Basketball, "leagues-docs-1.json", "12") else { return };
    assert_eq!(names, ["2015-2016", "2016-2017", "2017-2018", "2018-2019", "2019-2020"]);
    let Some(names) = told(Sport::Hockey, "leagues-excerpt-1.json", "108") else { return };
    assert_eq!(names, ["2018", "2019"]);
    let Some(names) = told(Sport::AmericanFootball, "leagues-excerpt-1.json", "2") else { return };
    assert_eq!(names, ["2024", "2025"]);
    let Some(names) = told(Sport::Afl, "leagues-1.json", "1") else { return };
    assert_eq!((names.len(), names[0].as_str(), names[15].as_str()), (16, "2011", "2026"));
    let Some(names) = told(Sport::Formula1, "seasons-docs-1.json", "2") else { return };
    assert_eq!(names.len(), 9);
    assert_eq!(told(Sport::Hockey, "leagues-excerpt-1.json", "1"), Some(Vec::new()));
}
