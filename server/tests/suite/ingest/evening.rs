//! A whole evening of three hundred matches at sixty times real time, every fault switched on.

use super::truth::difference;
use crate::support::{
    client::{Holding, Socket, essence},
    eventually,
    service::{Service, service},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use server::clock::Clock;
use std::{collections::BTreeMap, time::Duration};
use upstream::simulator::{Simulator, SimulatorConfig};

const SPEED: f64 = 60.0;
const MATCHES: usize = 300;
const CUTS: u32 = 10;
/// What makes rows of a list equal to what changes make of a match.
const WHOLE: &str = "include=lineups,statistics";

#[tokio::test(flavor = "multi_thread")]
async fn at_the_end_everything_equals_the_truth_and_a_client_cut_ten_times_missed_nothing() {
    let mut config = SimulatorConfig::evening(20_261_123, MATCHES, SPEED);
    config.faults = "all".parse().unwrap();
    let begins = config.starts_at;
    let simulator = Simulator::new(config);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = simulator.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let service = service()
        .clock(Clock::with_speed(begins, SPEED))
        .follow(&url, Duration::from_millis(100))
        .start()
        .await;
    let day = begins.date_naive();
    let list = format!("/api/v1/matches?date={day}&limit=500&{WHOLE}");
    eventually("the evening's matches", 60, || async {
        (service.http.all(&list).await.len() >= MATCHES).then_some(())
    })
    .await;

    let mut holding = Holding::default();
    for cut in 0..=CUTS {
        follow(&service, &list, &mut holding, cut).await;
        // Nobody listens for a while; sixty times as long for those who play.
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let late = begins + TimeDelta::hours(4) + TimeDelta::minutes(20);
    eventually("the evening to end", 400, || async { (simulator.now() >= late).then_some(()) })
        .await;
    let wrong = settled(&service, &simulator).await;
    assert!(
        wrong.is_empty(),
        "{} matches differ from the truth:\n{}",
        wrong.len(),
        wrong.join("\n")
    );

    catch_up(&service, &mut holding).await;
    assert!(holding.gaps.is_empty(), "{:?}", holding.gaps);
    let every = simulator.truth().into_iter().map(|truth| truth.id.to_string());
    let now = named(&service, every).await;
    assert!(now.values().any(|m| !m["starts_at"].as_str().unwrap().starts_with(&day.to_string())));
    for (id, document) in &now {
        let held = holding.matches.get(id).unwrap_or_else(|| panic!("match {id} is not held"));
        assert_eq!(essence(held), essence(document), "match {id}");
    }
    versions_are_contiguous(&service, &now).await;
    service.stop().await;
}

fn id(m: &Value) -> String {
    m["id"].as_str().unwrap().to_owned()
}

/// Listen for a while, then be cut. The first time snapshots are read; later ones resume.
async fn follow(service: &Service, list: &str, holding: &mut Holding, cut: u32) {
    let mut socket = Socket::connect(&service.socket()).await;
    let resumed = holding.position.clone();
    let from = if resumed.is_null() { socket.greeting["resume"].clone() } else { resumed };
    socket.subscribe("sports.football", Some(&from)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    if cut == 0 {
        for document in service.http.all(list).await {
            holding.show(document);
        }
        holding.position = from;
    }
    assert_eq!(answer.data["recovered"], json!(true), "the history reaches back over a cut");
    // Not a round number, so that cuts fall anywhere between two changes.
    let until = tokio::time::Instant::now() + Duration::from_millis(18_730 + u64::from(cut) * 377);
    while tokio::time::Instant::now() < until {
        if let Some(event) = socket.next_within(Duration::from_millis(200)).await {
            holding.hear(&event);
        }
    }
    let strangers = std::mem::take(&mut holding.strangers);
    for document in named(service, strangers).await.into_values() {
        holding.show(document);
    }
}

/// Resume for the last time and listen until nothing more comes.
async fn catch_up(service: &Service, holding: &mut Holding) {
    let mut socket = Socket::connect(&service.socket()).await;
    socket.subscribe("sports.football", Some(&holding.position)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(answer.data["recovered"], json!(true), "the history reaches back over the evening");
    while let Some(event) = socket.next_within(Duration::from_secs(2)).await {
        holding.hear(&event);
    }
    assert!(holding.strangers.is_empty(), "{:?}", holding.strangers);
}

/// Wait until every match equals the truth; what differs at the end is told.
async fn settled(service: &Service, simulator: &Simulator) -> Vec<String> {
    let mut wrong = Vec::new();
    for _ in 0..60 {
        let truths = simulator.truth();
        assert!(truths.len() >= MATCHES, "the truth knows {} matches", truths.len());
        let held = named(service, truths.iter().map(|truth| truth.id.to_string())).await;
        wrong = truths
            .iter()
            .filter_map(|truth| match held.get(&truth.id.to_string()) {
                Some(held) => difference(truth, held),
                None => Some(format!("{} is not known", truth.id)),
            })
            .collect();
        if wrong.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    wrong
}

/// The matches of these numbers, whatever day they were put off to.
async fn named(
    service: &Service,
    ids: impl IntoIterator<Item = String>,
) -> BTreeMap<String, Value> {
    let ids: Vec<String> = ids.into_iter().collect();
    let mut found = BTreeMap::new();
    for some in ids.chunks(100) {
        let path = format!("/api/v1/matches?limit=100&{WHOLE}&ids={}", some.join(","));
        found.extend(service.http.all(&path).await.into_iter().map(|m| (id(&m), m)));
    }
    found
}

async fn versions_are_contiguous(service: &Service, now: &BTreeMap<String, Value>) {
    let mut changes = 0;
    for m in now.values() {
        let path = format!(
            "/api/v1/{}/changes?limit=500",
            m["channel"].as_str().unwrap().replace('.', "/")
        );
        let versions: Vec<u64> = service
            .http
            .all(&path)
            .await
            .iter()
            .map(|change| change["version"].as_u64().unwrap())
            .collect();
        let expected: Vec<u64> = (2..=m["version"].as_u64().unwrap()).collect();
        assert_eq!(versions, expected, "{path}");
        changes += versions.len();
    }
    assert!(changes > MATCHES * 20, "an evening has more than {changes} changes");
}
