//! What endpoints of their own bring stays when the rows are read again.

use super::tape::{Tape, asked, one, round};
use entity::model::{MatchId, Sport};
use serde_json::{Value, json};
use server::ingest::target::PollTarget;
use upstream::sport::{Particular, ask};

#[tokio::test(flavor = "multi_thread")]
async fn who_drove_a_race_is_told_and_stays_when_its_row_is_read_again() {
    let Some(tape) = Tape::of(Sport::Formula1) else { return };
    tape.put_days(&tape.rows("races-1"));
    let race = MatchId("1967".to_owned());
    let of = |kind| ask::particular(Sport::Formula1, kind, &race).unwrap();
    tape.put(&of(Particular::Classification), 1, &tape.rows("rankings-races-1"));
    tape.put(&of(Particular::Grid), 1, &tape.rows("rankings-startinggrid-1"));
    let service = tape.service("2024-12-01").await;
    round(&service).await;
    let before = one(&service, Sport::Formula1, "1967").await;
    assert_eq!(before["competitors"], json!([]));
    assert_eq!(before["league"]["slug"], "qatar-grand-prix");
    assert_eq!(before["status"]["code"], "Completed");
    assert_eq!(asked(&service, PollTarget::Particular(Particular::Grid, race.clone())).await, 1);
    let grid = one(&service, Sport::Formula1, "1967").await;
    assert_eq!(grid["competitors"].as_array().unwrap().len(), 20);
    let classification = PollTarget::Particular(Particular::Classification, race);
    assert_eq!(asked(&service, classification.clone()).await, 1);
    let after = one(&service, Sport::Formula1, "1967").await;
    let first = &after["competitors"][0];
    assert_eq!(first["name"], "Max Verstappen");
    assert_eq!((&first["role"], &first["winner"]), (&json!("entrant"), &json!(true)));
    assert_eq!(after["version"], 3);
    // The row does not tell who drove, and takes nothing away.
    assert_eq!(asked(&service, PollTarget::Day("2024-12-01".parse().unwrap())).await, 0);
    assert_eq!(asked(&service, classification).await, 0);
    assert_eq!(one(&service, Sport::Formula1, "1967").await["version"], 3);
    let log = service
        .http
        .json("/api/v1/sports/formula-1/leagues/qatar-grand-prix/matches/1967/changes?after=1");
    for change in log.await["data"].as_array().unwrap() {
        assert!(change["changes"].as_array().unwrap().len() < 20, "{change}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quarters_events_and_results_of_their_own_endpoints_stay_when_the_row_is_read_again() {
    for (sport, rows, date, id, kind, recorded, told) in [
        (
            Sport::Afl,
            "games-league-season-excerpt-1",
            "2024-03-07",
            "2952",
            Particular::Quarters,
            "quarters-1",
            json!([["Q1", [21, 12]], ["Q2", [6, 8]], ["Q3", [25, 30]], ["Q4", [34, 14]]]),
        ),
        (
            Sport::Mma,
            "fights-date-1",
            "2023-08-26",
            "878",
            Particular::Result,
            "fights-results-1",
            json!([["R1", [null, null]], ["R2", [null, null]], ["R3", [null, null]]]),
        ),
    ] {
        let Some(tape) = Tape::of(sport) else { return };
        tape.put_days(&tape.rows(rows));
        let id_ = MatchId(id.to_owned());
        let query = ask::particular(sport, kind, &id_).unwrap();
        tape.put(&query, 1, &tape.rows(recorded));
        let service = tape.service(date).await;
        round(&service).await;
        assert_eq!(one(&service, sport, id).await["periods"], json!([]));
        assert_eq!(asked(&service, PollTarget::Particular(kind, id_)).await, 1, "{sport}");
        assert_eq!(asked(&service, PollTarget::Day(date.parse().unwrap())).await, 0, "{sport}");
        let m = one(&service, sport, id).await;
        let periods: Vec<Value> = m["periods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|period| json!([period["name"], period["scores"]]))
            .collect();
        assert_eq!(json!(periods), told, "{sport}");
        if sport == Sport::Mma {
            assert_eq!(m["incidents"][0]["detail"], "decision");
            assert_eq!(m["incidents"][0]["player"], "Seung Woo Choi");
        }
        service.stop().await;
    }
}
