//! What the upstream takes back.

use crate::support::{
    client::Socket,
    eventually,
    service::{Service, service},
    upstream::{Upstream, fixture, score},
};
use serde_json::{Value, json};
use std::time::Duration;

const MATCH: &str = "sports.football.leagues.test-league.matches.7";
const PATH: &str = "/api/v1/sports/football/leagues/test-league/matches/7";

async fn playing(home: u32, away: u32) -> (Upstream, Service, Socket) {
    let upstream = Upstream::default();
    let mut playing = fixture(7, 0, 0);
    score(&mut playing, home, away);
    upstream.put(playing);
    let url = upstream.start().await;
    // Time passes a hundred times as fast, so that the live list is read thirty times a second.
    let clock = server::clock::Clock::with_speed(chrono::Utc::now(), 100.0);
    let service = service().clock(clock).follow(&url, Duration::from_millis(30)).start().await;
    eventually("the match", 10, || async {
        (service.http.get(PATH).await.status == 200).then_some(())
    })
    .await;
    let mut socket = Socket::connect(&service.socket()).await;
    socket.subscribe(MATCH, None).await;
    socket.expect("match.snapshot").await;
    (upstream, service, socket)
}

fn kinds(data: &Value) -> Vec<&str> {
    data["changes"].as_array().unwrap().iter().filter_map(|item| item["kind"].as_str()).collect()
}

#[tokio::test]
async fn a_goal_is_told_with_its_side_and_minute() {
    let (upstream, _service, mut socket) = playing(0, 0).await;
    upstream.edit(7, |f| score(f, 0, 1));
    let event = socket.expect("score.updated").await;
    assert_eq!(event.data["version"], json!(2));
    assert_eq!(kinds(&event.data)[..2], ["goal", "score"]);
    assert_eq!(event.data["changes"][0]["competitor"], json!("away"));
    assert_eq!(event.data["changes"][0]["elapsed"], json!(50));
    assert_eq!(event.data["changes"][1], json!({"kind": "score", "from": [0, 0], "to": [0, 1]}));
}

#[tokio::test]
async fn a_goal_taken_back_without_a_reason_is_believed_when_it_is_said_twice() {
    let (upstream, service, mut socket) = playing(1, 0).await;
    upstream.edit(7, |f| score(f, 0, 0));
    let event = socket.expect("score.updated").await;
    assert_eq!(kinds(&event.data)[..2], ["correction", "score"]);
    assert_eq!(service.http.json(PATH).await["competitors"][0]["score"], json!(0));
}

#[tokio::test]
async fn one_old_answer_takes_no_goal_back() {
    let upstream = Upstream::default();
    let mut now = fixture(7, 0, 0);
    score(&mut now, 1, 0);
    upstream.put(now.clone());
    let service = service().start().await;
    let take = |row: Value| {
        let body = json!({"get": "fixtures", "parameters": [], "errors": [], "results": 1, "response": [row]});
        let app = service.app.clone();
        async move {
            let asked = std::time::Instant::now();
            let answer = ::upstream::client::Answer::open(
                200,
                &http::HeaderMap::new(),
                body.to_string().into(),
                chrono::Utc::now(),
            );
            let rows = ::upstream::football::observations(&answer.unwrap()).unwrap().rows;
            app.ingest
                .apply(entity::model::Sport::Football, rows, asked, app.clock.now())
                .await
                .unwrap()
        }
    };
    take(now.clone()).await;
    let mut old = now.clone();
    score(&mut old, 0, 0);
    let held = take(old.clone()).await;
    assert_eq!((held.held, held.changes.len()), (1, 0));
    assert_eq!(take(now).await.changes.len(), 0, "the doubt is gone");
    let held = take(old.clone()).await;
    assert_eq!((held.held, held.changes.len()), (1, 0), "and begins anew");
    assert_eq!(take(old).await.changes.len(), 1, "twice in a row is believed");
}

#[tokio::test]
async fn a_match_that_leaves_the_list_is_not_ended() {
    let (upstream, service, _socket) = playing(2, 1).await;
    upstream.edit(7, |f| f["fixture"]["id"] = json!(8));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let m = service.http.json(PATH).await;
    assert_eq!(
        (m["status"]["phase"].clone(), m["status"]["code"].clone()),
        (json!("live"), json!("2H"))
    );
}
