//! Clients that ask for more than their share.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use live::HubConfig;
use serde_json::json;

use crate::support::{Client, EPOCH, Matches, World, match_channel};

fn resume_of_nothing(channel: &str) -> String {
    let resume = json!({"epoch": "x", "seq": "1-0"});
    json!({"event": "pusher:subscribe", "data": {"channel": channel, "resume": resume}}).to_string()
}

/// How long the client waits for each of so many pongs, the shortest first.
async fn pongs(client: &mut Client, times: usize) -> Vec<Duration> {
    let mut waits = Vec::new();
    for _ in 0..times {
        let begun = Instant::now();
        client.is_quiet().await;
        waits.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    waits.sort();
    waits
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_resumes_without_end_is_closed_and_holds_nobody_up() {
    let slow = Matches::slow(Duration::from_millis(300));
    let world = World::start_with(HubConfig { shards: 1, ..HubConfig::default() }, slow).await;
    for number in 0..50 {
        world.change(number).await;
    }
    let mut other = world.client().await;
    let mut flood = world.client().await;
    let flooding = tokio::spawn(async move {
        for number in 0..3_000 {
            flood.send(resume_of_nothing(&match_channel(number % 50))).await;
        }
        flood.close_code().await
    });
    let waits = pongs(&mut other, 60).await;
    assert!(waits[30] < Duration::from_millis(20), "{waits:?}");
    assert!(waits[59] < Duration::from_millis(200), "{waits:?}");
    assert_eq!(flooding.await.expect("closed"), 4100);
    assert_eq!(world.hub.stats().cut_flooding, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_sends_pings_without_end_is_closed_with_a_reason() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    for _ in 0..3_000 {
        client.send(r#"{"event":"pusher:ping","data":{}}"#).await;
    }
    let (code, why) = loop {
        let event = client.event().await;
        if event.name == "pusher:error" {
            break (event.data["code"].clone(), event.data["message"].to_string());
        }
    };
    assert_eq!(code, 4100);
    assert!(why.contains("fewer"), "{why}");
    assert_eq!(client.close_code().await, 4100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_may_resume_on_all_of_its_channels_at_once() {
    let world = World::start(HubConfig::default()).await;
    for number in 0..100 {
        world.change(number).await;
    }
    let mut client = world.client().await;
    for number in 0..100 {
        let answer = client.resume(&match_channel(number), EPOCH, 100).await;
        assert_eq!(answer, json!({"recovered": true}));
    }
    client.is_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_of_a_channel_is_read_once_for_all_who_ask_and_none_is_told_the_past() {
    let slow = Matches::slow(Duration::from_millis(100));
    let world = World::start_with(HubConfig { shards: 2, ..HubConfig::default() }, slow).await;
    for number in 0..20 {
        world.change(number).await;
    }
    let mut readers = Vec::new();
    for round in 0..40 {
        let mut client = world.client().await;
        client.send(resume_of_nothing("sports")).await;
        // What changes while some wait, and after the state was read, reaches everybody once.
        world.change(round % 25).await;
        readers.push(client);
    }
    let truth = world.matches.seqs();
    let truth: BTreeMap<String, u64> = truth.iter().map(|(k, seq)| (k.to_string(), *seq)).collect();
    for client in &mut readers {
        assert_eq!(client.event().await.data, json!({"recovered": false}));
        let mut state: BTreeMap<String, u64> = BTreeMap::new();
        while state != truth {
            let event = client.event().await;
            let about = event.data["channel"].as_str().expect("a channel").to_owned();
            let before = state.insert(about, event.seq());
            assert!(before.is_none_or(|before| before < event.seq()), "never back in time");
        }
        client.is_quiet().await;
    }
    assert!(world.matches.recoveries() <= 3, "{}", world.matches.recoveries());
}
