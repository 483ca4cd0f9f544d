//! Formula 1.

use super::{later, one, particulars, recorded, tables, winners};
use crate::recordings::answer;
use entity::model::{IncidentKind, Phase, Role, Sport};
use serde_json::{Value, json};
use upstream::sport::{Particular, read};

const SPORT: Sport = Sport::Formula1;

/// A session.
pub fn row(status: &str, current: Value) -> Value {
    json!({"id": 1, "competition": {"id": 2, "name": "Bahrain Grand Prix",
            "location": {"country": "Bahrain", "city": "Sakhir"}},
        "circuit": {"id": 2, "name": "Bahrain International Circuit", "image": null},
        "season": 2026, "type": "Race", "laps": {"current": current, "total": 57},
        "fastest_lap": {"driver": {"id": null}, "time": null}, "distance": "308.5 Kms",
        "timezone": "utc", "date": "2026-10-01T18:00:00+00:00", "weather": null, "status": status})
}

fn now() -> entity::model::Instant {
    super::instant("2026-10-01T19:30:00Z")
}

#[test]
fn sessions_of_a_weekend_share_competition_and_season() {
    let Some(rows) = recorded(SPORT, "races-1.json", later()) else { return };
    let bahrain: Vec<_> = rows.iter().filter(|row| row.league.id.0 == "2").collect();
    assert_eq!(bahrain[0].id.0, "1857");
    assert_eq!(bahrain[0].league.name, "Bahrain Grand Prix");
    assert_eq!(bahrain[0].league.season.as_deref(), Some("2024"));
    assert_eq!(bahrain[0].league.country.as_deref(), Some("Bahrain"));
    assert_eq!(bahrain[0].league.round.as_deref(), Some("Race"));
    assert_eq!(bahrain[0].starts_at.to_rfc3339(), "2024-03-02T15:00:00+00:00");
    assert_eq!(
        (bahrain[0].status.code.as_str(), bahrain[0].status.phase),
        ("Completed", Phase::Finished)
    );
    let venue = bahrain[0].venue.as_ref().expect("is there");
    assert_eq!(venue.name.as_deref(), Some("Bahrain International Circuit"));
    assert_eq!(venue.city.as_deref(), Some("Sakhir"));
    for (id, weekend, session, start) in [
        ("1882", "Miami Grand Prix", "Race", "2024-05-05T20:00:00+00:00"),
        ("1883", "Miami Grand Prix", "1st Qualifying", "2024-05-04T20:00:00+00:00"),
        ("1884", "Miami Grand Prix", "3rd Qualifying", "2024-05-04T20:43:00+00:00"),
        ("1886", "Miami Grand Prix", "1st Practice", "2024-05-03T16:30:00+00:00"),
        ("1888", "Emilia Romagna Grand Prix", "3rd Practice", "2024-05-18T10:30:00+00:00"),
        ("1892", "Monaco Grand Prix", "Race", "2024-05-26T13:00:00+00:00"),
        ("1895", "Monaco Grand Prix", "2nd Practice", "2024-05-24T15:00:00+00:00"),
    ] {
        let seen = rows.iter().find(|row| row.id.0 == id).expect("is there");
        assert_eq!(seen.league.name, weekend);
        assert_eq!(seen.league.round.as_deref(), Some(session));
        assert_eq!(seen.starts_at.to_rfc3339(), start);
        assert!(seen.competitors.is_empty());
    }
}

#[test]
fn a_cancelled_weekend_is_cancelled_and_a_forgotten_session_is_unknown() {
    let Some(rows) = recorded(SPORT, "races-season-excerpt-2.json", later()) else { return };
    let canada: Vec<_> = rows.iter().filter(|row| row.league.id.0 == "9").collect();
    assert_eq!(canada.len(), 5);
    assert!(canada.iter().all(|row| row.status.phase == Phase::Cancelled));
    let spain = rows.iter().find(|row| row.id.0 == "1283").expect("is there");
    let city = spain.venue.as_ref().and_then(|venue| venue.city.as_deref());
    assert_eq!(city, Some("Montmeló"));
    let session = row("Scheduled", json!(null));
    assert_eq!(one(SPORT, &session, now()).status.phase, Phase::Scheduled);
    assert_eq!(one(SPORT, &session, later()).status.phase, Phase::Unknown);
}

#[test]
fn a_race_in_progress_counts_laps() {
    let seen = one(SPORT, &row("live", json!(23)), now());
    assert_eq!((seen.status.phase, seen.status.code.as_str()), (Phase::Live, "Live"));
    assert_eq!(seen.status.clock.as_deref(), Some("Lap 23 of 57"));
    assert_eq!(one(SPORT, &row("Completed", json!(57)), now()).status.clock, None);
    assert_eq!(one(SPORT, &row("Live", json!(null)), now()).status.clock, None);
}

fn race(session: &str) -> entity::model::ObservedMatch {
    let mut row = row("Completed", json!(null));
    row["id"] = json!(1967);
    row["type"] = json!(session);
    one(SPORT, &row, now())
}

#[test]
fn a_classification_names_drivers_in_their_order() {
    let name = "rankings-races-1.json";
    let Some(told) = particulars(SPORT, Particular::Classification, name, &race("Race")) else {
        return;
    };
    let drivers = told.competitors.expect("are there");
    assert_eq!(drivers.len(), 20);
    let names: Vec<_> = drivers.iter().take(2).map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Max Verstappen", "Charles Leclerc"]);
    assert_eq!(drivers[19].name, "Esteban Ocon");
    assert!(drivers.iter().all(|it| it.role == Role::Entrant));
    assert_eq!((drivers[0].winner, drivers[1].winner), (Some(true), Some(false)));
    let facts = told.statistics.expect("are there");
    let of = |name: &str| facts.iter().find(|row| row.name == name).expect("is there");
    assert_eq!(of("grid").values[..2], [Some(2.0), Some(5.0)]);
    assert_eq!(of("laps").values[17], Some(8.0));
    assert_eq!(of("gap").values[..2], [None, Some(6.031)]);
    // 1:31:05.323.
    assert_eq!((of("time").values[0], of("time").unit.as_deref()), (Some(5465.323), Some("s")));
    let out = told.incidents.expect("are there");
    assert!(
        out.iter().all(|it| it.kind == IncidentKind::Other && it.detail.as_deref() == Some("dnf"))
    );
    assert!(out.iter().any(|it| it.player.as_deref() == Some("Lance Stroll")));
}

#[test]
fn nobody_wins_a_practice() {
    let name = "rankings-races-1.json";
    let told = particulars(SPORT, Particular::Classification, name, &race("1st Practice"));
    let Some(told) = told else { return };
    let drivers = told.competitors.expect("are there");
    assert!(drivers.iter().all(|driver| driver.winner.is_none()));
}

#[test]
fn the_grid_is_the_order_of_the_start() {
    let name = "rankings-startinggrid-1.json";
    let Some(told) = particulars(SPORT, Particular::Grid, name, &race("Race")) else { return };
    let drivers = told.competitors.expect("are there");
    assert_eq!((drivers.len(), drivers[0].name.as_str()), (20, "George Russell"));
    assert_eq!(drivers[0].winner, None);
    let mut other = race("Race");
    other.id.0 = "1968".to_owned();
    let told = particulars(SPORT, Particular::Grid, name, &other).expect("is there");
    assert_eq!(told.competitors, None);
}

#[test]
fn both_championships_are_tables_and_drivers_a_ranking() {
    let Some(found) = tables(SPORT, "rankings-drivers-1.json") else { return };
    let group = &found[0].groups[0];
    assert_eq!((group.name.as_deref(), group.rows.len()), (Some("Drivers"), 24));
    let first = &group.rows[0];
    assert_eq!((first.rank, first.team_name.as_str()), (1, "Max Verstappen"));
    assert_eq!((first.points, first.win), (437, 9));
    assert_eq!(first.member_of.as_deref(), Some("Red Bull Racing"));
    assert_eq!((group.rows[21].team_name.as_str(), group.rows[21].points), ("Valtteri Bottas", 0));
    assert_eq!(found[0].league.season.as_deref(), Some("2024"));
    let Some(found) = tables(SPORT, "rankings-teams-1.json") else { return };
    let group = &found[0].groups[0];
    assert_eq!((group.name.as_deref(), group.rows.len()), (Some("Teams"), 10));
    assert_eq!((group.rows[0].team_name.as_str(), group.rows[0].points), ("McLaren Racing", 666));

    let Some(answer) = answer("formula-1/rankings-drivers-1.json") else { return };
    let by = |metric: &str| read::leaders(SPORT, metric, &answer).expect("is a list");
    let points = by("points");
    let brief: Vec<_> =
        points.iter().take(2).map(|it| (it.rank, it.player_name.as_str(), it.value)).collect();
    assert_eq!(brief, [(1, "Max Verstappen", 437), (2, "Lando Norris", 374)]);
    let wins = by("wins");
    assert_eq!((wins[0].value, wins[1].value), (9, 4));
    assert_eq!(wins[0].team_name.as_deref(), Some("Red Bull Racing"));
}

#[test]
fn a_driver_who_did_not_finish_stands_last_whatever_the_position_says() {
    use crate::recordings::open;
    use upstream::adapter::Known;
    let place = |id: u32, position: u32, time: &str| {
        json!({"race": {"id": 1967}, "driver": {"id": id, "name": format!("D{id}")},
            "team": {"id": 1, "name": "T"}, "position": position, "time": time, "laps": 10,
            "grid": "3", "pits": 1})
    };
    let rows = json!([place(5, 0, "DNF"), place(7, 1, "1:00:00.5"), place(9, 2, "+1 lap")]);
    let answer = open(json!({"get": "rankings", "errors": [], "response": rows}).to_string());
    let race = race("Race");
    let known = Known::of_observation(&race);
    let told = read::particulars(SPORT, Particular::Classification, &answer, &known);
    let drivers = told.expect("is a list").competitors.expect("are there");
    let ids: Vec<_> = drivers.iter().map(|driver| driver.id.as_str()).collect();
    assert_eq!(ids, ["7", "9", "5"]);
    assert_eq!(winners(&race), Vec::new());
}
