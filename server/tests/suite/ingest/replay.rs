//! The service driven by recorded answers.

use crate::support::{
    eventually,
    folder::recordings,
    service::service,
};
use chrono::{DateTime, Utc};
use serde_json::json;
use server::clock::Clock;
use std::time::Duration;
use upstream::replay::{Replay, router};

#[tokio::test]
async fn recorded_teams_scores_states_and_incidents_come_out_of_rest() {
    let Some(folder) = recordings() else { return };
    let replay = Replay::load(folder.join("football")).expect("loads");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(replay)).await });
    let noon: DateTime<Utc> = "2025-08-05T18:00:00Z".parse().unwrap();
    let service = service()
        .clock(Clock::starting_at(noon))
        .follow(&upstream, Duration::from_millis(200))
        .start()
        .await;

    let listed = eventually("the day of 5 August 2025", 20, || async {
        let listed = service.http.all("/api/v1/matches?date=2025-08-05&limit=100").await;
        (listed.len() >= 195).then_some(listed)
    })
    .await;
    assert_eq!(listed.len(), 195);

    // The live list of 19 February 2024, which no later list repeats.
    let live = eventually("the recorded live list", 20, || async {
        let live = service.http.all("/api/v1/matches?date=2024-02-19&limit=100").await;
        (live.len() >= 8).then_some(live)
    })
    .await;
    let names: Vec<&str> =
        live.iter().filter_map(|m| m["competitors"][0]["name"].as_str()).collect();
    assert_eq!(live.len(), 8, "{names:?}");
    for m in &live {
        let phase = m["status"]["phase"].as_str().unwrap();
        assert!(["live", "break"].contains(&phase), "absence from the live list ends nothing: {m}");
        let counted =
            m["incidents"].as_array().unwrap().iter().filter(|i| i["kind"] == "goal").count();
        let scored: i64 = (0..2).filter_map(|n| m["competitors"][n]["score"].as_i64()).sum();
        if counted > 0 {
            assert_eq!(i64::try_from(counted).unwrap(), scored, "{m}");
        }
    }

    // A league is found by its slug and by its number, and its matches lie below it.
    let league = service.http.json("/api/v1/sports/football/leagues/39").await;
    assert_eq!(league["slug"], json!("premier-league"));
    let m = &listed[0];
    let path = format!("/api/v1/{}", m["channel"].as_str().unwrap().replace('.', "/"));
    let one = service.http.json(&path).await;
    assert_eq!(one["id"], m["id"]);
    service.stop().await;
}
