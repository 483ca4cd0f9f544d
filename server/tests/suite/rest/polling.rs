//! Asking again: what is known costs nothing, and says how old it is and where to go on.

use super::three_matches;
use crate::support::{
    client::Socket,
    eventually,
    service::{Service, service},
    upstream::{Upstream, fixture, score},
};
use entity::model::Position;
use serde_json::json;
use std::time::Duration;

const ONE: &str = "/api/v1/sports/football/leagues/test-league/matches/12";
/// Lists, and one match.
const TOLD: [&str; 4] = [
    "/api/v1/matches?status=live&include=lineups,statistics",
    "/api/v1/matches",
    "/api/v1/sports/football/leagues/test-league/matches",
    ONE,
];

/// The position an answer names.
async fn position(service: &Service, path: &str) -> Position {
    let reply = service.http.get(path).await;
    reply.header("x-position").parse().unwrap_or_else(|_| panic!("{path} says no position"))
}

#[tokio::test]
async fn what_was_only_confirmed_again_is_a_304_with_a_newer_age() {
    let (_upstream, service) = three_matches().await;
    for path in TOLD {
        let first = service.http.get(path).await;
        let (tag, age) = (first.header("etag"), first.header("x-data-as-of"));
        assert!(tag.starts_with("W/\"") && !age.is_empty(), "{path}");
        let whole = eventually("the upstream to say it again", 20, || async {
            let again = service.http.get_with(path, &[("if-none-match", tag)]).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag"), tag, "{path}");
            assert!(!again.header("x-position").is_empty(), "{path}");
            let newer = again.header("x-data-as-of") > age;
            if newer { Some(service.http.get(path).await) } else { None }
        })
        .await;
        assert_eq!((whole.status, whole.header("etag")), (200, tag), "{path}");
        assert_ne!(whole.text, first.text, "{path}: the body says how old it is");
    }
}

#[tokio::test]
async fn a_304_of_a_match_or_a_list_costs_no_quota() {
    let upstream = Upstream::default();
    upstream.put(fixture(12, 0, 0));
    let url = upstream.start().await;
    let service = service()
        .with("API_RATE_LIMIT_ENABLED", "true")
        .follow(&url, Duration::from_millis(100))
        .start()
        .await;
    eventually("the match", 10, || async {
        (!service.app.match_cache.select(|_| true).is_empty()).then_some(())
    })
    .await;
    let bearer = format!("Bearer {}", service.key().await.1);
    let left = |reply: &crate::support::http::Reply| -> u32 {
        reply.header("x-ratelimit-remaining").parse().expect("is a number")
    };
    for path in TOLD {
        let first = service.http.get_with(path, &[("authorization", &bearer)]).await;
        let known = [("authorization", bearer.as_str()), ("if-none-match", first.header("etag"))];
        for _ in 0..5 {
            let again = service.http.get_with(path, &known).await;
            assert_eq!(again.status, 304, "{path}");
            assert!(left(&again) >= left(&first), "{path}: {} of {}", left(&again), left(&first));
            assert!(!again.header("x-data-as-of").is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn every_list_and_every_match_says_its_place_in_the_log() {
    let (upstream, service) = three_matches().await;
    let paths = ["/api/v1/sports", "/api/v1/sports/football/leagues"].into_iter().chain(TOLD);
    let changes = format!("{ONE}/changes");
    let paths: Vec<&str> = paths.chain([changes.as_str()]).collect();
    for path in &paths {
        assert_eq!(position(&service, path).await, service.app.position(), "{path}");
    }
    let before = service.app.position();
    upstream.edit(12, |row| score(row, 2, 0));
    eventually("the goal to be told", 10, || async {
        (service.app.position().seq > before.seq).then_some(())
    })
    .await;
    for path in &paths {
        assert_eq!(position(&service, path).await, service.app.position(), "{path}");
    }
}

#[tokio::test]
async fn who_goes_on_over_a_socket_from_the_place_of_a_list_hears_every_later_change() {
    let (upstream, service) = three_matches().await;
    let list = position(&service, "/api/v1/matches").await;
    for goals in [2, 3] {
        upstream.edit(12, |row| score(row, goals, 0));
        eventually("the goal", 10, || async {
            (service.http.json(ONE).await["competitors"][0]["score"] == goals).then_some(())
        })
        .await;
    }
    let mut socket = Socket::connect(&service.socket()).await;
    let resume = json!({"epoch": list.epoch, "seq": list.seq});
    socket.subscribe("sports.football", Some(&resume)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(answer.data, json!({"recovered": true}));
    for goals in [2, 3] {
        let event = socket.expect("score.updated").await;
        assert_eq!(event.data["changes"][1]["to"], json!([goals, 0]), "{}", event.data);
    }
}
