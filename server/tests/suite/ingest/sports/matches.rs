//! Recorded rows come out of REST, and a change of one reaches the channel of its sport.

use super::{
    cases::CASES,
    tape::{Tape, asked, one, round},
};
use crate::support::client::Socket;
use chrono::NaiveDate;
use entity::model::Sport;
use serde_json::{Value, json};
use server::ingest::target::PollTarget;
use upstream::sport::ask;

#[tokio::test(flavor = "multi_thread")]
async fn recorded_matches_of_every_sport_come_out_of_rest() {
    for case in CASES {
        let sport = case.sport;
        let Some(tape) = Tape::of(sport) else { return };
        let rows: Vec<Value> = case.rows.iter().flat_map(|name| tape.rows(name)).collect();
        let sighted = tape.put_days(&rows);
        let service = tape.service(case.date).await;
        round(&service).await;
        let date: NaiveDate = case.date.parse().unwrap();
        let mut expected: Vec<&str> = sighted
            .iter()
            .filter(|one| one.starts_at.date_naive() == date)
            .map(|one| one.id.0.as_str())
            .collect();
        expected.sort_unstable();
        expected.dedup();
        let path = format!("/api/v1/matches?sport={sport}&date={}&limit=100", case.date);
        let listed = service.http.all(&path).await;
        let mut ids: Vec<&str> = listed.iter().map(|m| m["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{sport}");
        let m = one(&service, sport, case.id).await;
        let both = |field: &str| json!([0, 1].map(|side| m["competitors"][side][field].clone()));
        let periods: Vec<Value> = case
            .periods
            .iter()
            .map(|(name, scores)| json!({"name": name, "scores": scores}))
            .collect();
        assert_eq!(
            json!([both("name"), both("score"), m["periods"], m["status"]["phase"]]),
            json!([case.names, case.scores, periods, "finished"]),
            "{sport}"
        );
        let league = &m["league"];
        let word =
            if matches!(sport, Sport::Afl | Sport::Nba) { &league["id"] } else { &league["slug"] };
        assert_eq!(word, case.league, "{sport}");
        // By its slug and by the upstream's word for it, number or not.
        for word in [&league["slug"], &league["id"]] {
            let path = format!("/api/v1/sports/{sport}/leagues/{}/matches", word.as_str().unwrap());
            assert!(!service.http.all(&path).await.is_empty(), "{path}");
        }
        let sports = service.http.json("/api/v1/sports").await;
        let told = &sports["data"][0];
        assert_eq!((&told["sport"], &told["today"]), (&json!(sport), &json!(expected.len())));
        assert_eq!(sports["data"].as_array().unwrap().len(), 1);
        service.stop().await;
    }
}

/// The same row, told anew: with a higher score, or begun later where there is none.
fn edited(sport: Sport, row: &Value) -> Value {
    let mut row = row.clone();
    let place = match sport {
        Sport::Basketball | Sport::Baseball | Sport::AmericanFootball => "/scores/home/total",
        Sport::Hockey | Sport::Handball | Sport::Rugby | Sport::Volleyball => "/scores/home",
        Sport::Nba => "/scores/home/points",
        Sport::Afl => "/scores/home/score",
        Sport::Mma => "/timestamp",
        Sport::Football | Sport::Formula1 => unreachable!("has tests of its own"),
    };
    let number = row.pointer_mut(place).unwrap();
    *number = json!(number.as_i64().unwrap() + 1);
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_any_sport_is_told_on_its_channel_and_kept_in_its_log() {
    for case in CASES {
        let sport = case.sport;
        let Some(tape) = Tape::of(sport) else { return };
        let date: NaiveDate = case.date.parse().unwrap();
        let rows = tape.rows(case.rows[0]);
        let row = rows.iter().find(|row| tape.observation(row).id.0 == case.id).unwrap();
        let query = ask::day(sport, date);
        tape.put(&query, 1, std::slice::from_ref(row));
        tape.put(&query, 2, &[edited(sport, row)]);
        let service = tape.service(case.date).await;
        let day = PollTarget::Day(date);
        assert_eq!(asked(&service, day.clone()).await, 0, "{sport}: first sight is silent");
        let mut socket = Socket::connect(&service.socket()).await;
        let channel = format!("sports.{sport}");
        socket.subscribe(&channel, None).await;
        socket.expect("pusher_internal:subscription_succeeded").await;
        assert_eq!(asked(&service, day.clone()).await, 1, "{sport}");
        let event = if sport == Sport::Mma { "schedule.changed" } else { "score.updated" };
        let told = socket.expect(event).await;
        assert_eq!((&*told.channel, &told.data["match"]), (&*channel, &json!(case.id)));
        let goals = told.data["changes"].as_array().unwrap();
        let goals = goals.iter().filter(|item| item["kind"] == "goal").count();
        let scores_goals = matches!(sport, Sport::Hockey | Sport::Handball);
        assert_eq!(goals, usize::from(scores_goals), "{sport}: {}", told.data);
        let path = format!("/api/v1/sports/{sport}/leagues");
        let leagues = service.http.all(&path).await;
        let slug = leagues[0]["slug"].as_str().unwrap();
        let path = format!("{path}/{slug}/matches/{}/changes?after=1", case.id);
        let log = service.http.json(&path).await;
        assert_eq!(log["data"].as_array().unwrap().len(), 1, "{sport}");
        assert_eq!(asked(&service, day).await, 0, "{sport}: said again it is silent");
        service.stop().await;
    }
}
