//! Coming back: every later message once and in order, or an honest no.

use std::{collections::BTreeMap, time::Duration};

use live::HubConfig;
use rand::Rng;
use serde_json::json;

use crate::support::{EPOCH, World, match_channel};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cut_ten_times_hears_the_same_as_one_never_cut() {
    const MESSAGES: u64 = 800;
    let world = World::start(HubConfig { shards: 2, ..HubConfig::default() }).await;
    let mut steady = world.client().await;
    steady.subscribe("sports").await;
    let publisher = tokio::spawn({
        let world = world.clone();
        async move {
            for number in 1..=MESSAGES {
                world.change(number % 5).await;
                if number % 3 == 0 {
                    tokio::time::sleep(Duration::from_micros(500)).await;
                }
            }
        }
    });
    let mut heard: Vec<u64> = Vec::new();
    let mut cuts = 0;
    while heard.len() < MESSAGES as usize {
        let mut client = world.client().await;
        let last = heard.last().copied().unwrap_or(0);
        assert_eq!(client.resume("sports", EPOCH, last).await, json!({"recovered": true}));
        let hear = match cuts < 10 {
            true => rand::rng().random_range(0..80),
            false => usize::MAX,
        };
        for _ in 0..hear {
            heard.push(client.event().await.seq());
            if heard.last() == Some(&MESSAGES) {
                break;
            }
        }
        cuts += 1;
    }
    publisher.await.expect("published");
    let mut never_cut = Vec::new();
    while never_cut.len() < MESSAGES as usize {
        never_cut.push(steady.event().await.seq());
    }
    assert_eq!(never_cut, (1..=MESSAGES).collect::<Vec<_>>());
    assert_eq!(heard, never_cut);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_messages_of_the_channel_are_replayed() {
    let world = World::start(HubConfig::default()).await;
    for number in [1, 2, 1, 2, 1] {
        world.change(number).await;
    }
    let mut client = world.client().await;
    let channel = match_channel(1);
    assert_eq!(client.resume(&channel, EPOCH, 1).await, json!({"recovered": true}));
    assert_eq!(client.event().await.seq(), 3);
    assert_eq!(client.event().await.seq(), 5);
    client.is_quiet().await;
    assert_eq!(client.connected_at, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_that_cannot_be_continued_gets_the_present_state() {
    let world = World::start(HubConfig { history: 3, ..HubConfig::default() }).await;
    for number in [1, 2, 3, 1, 2] {
        world.change(number).await;
    }
    for (epoch, seq) in [("another", 4), (EPOCH, 1), (EPOCH, 6)] {
        let mut client = world.client().await;
        let data = client.resume("sports.football", epoch, seq).await;
        assert_eq!(data, json!({"recovered": false}), "{epoch} {seq}");
        let mut state = BTreeMap::new();
        for _ in 0..3 {
            let event = client.event().await;
            assert_eq!(event.name, "match.snapshot");
            assert_eq!(event.channel.as_deref(), Some("sports.football"));
            state
                .insert(event.data["channel"].as_str().expect("a channel").to_owned(), event.seq());
        }
        let expected = [(1, 4), (2, 5), (3, 3)].map(|(number, seq)| (match_channel(number), seq));
        assert_eq!(state, BTreeMap::from(expected));
        client.is_quiet().await;
    }
    let mut client = world.client().await;
    client.subscribe("sports.football").await;
    let seq = world.change(3).await;
    assert_eq!(client.event().await.seq(), seq);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_resume_is_told_so_and_gets_the_present_state() {
    let world = World::start(HubConfig::default()).await;
    world.change(1).await;
    let mut client = world.client().await;
    client.ask("pusher:subscribe", json!({"channel": "sports", "resume": {"seq": 4}})).await;
    assert!(client.error().await.1.contains("resume"));
    let event = client.event().await;
    assert_eq!(
        (event.name.as_str(), event.data),
        ("pusher_internal:subscription_succeeded", json!({"recovered": false}))
    );
    assert_eq!(client.event().await.name, "match.snapshot");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_larger_than_the_queue_arrives_whole() {
    let config = HubConfig { max_out_bytes: 16 * 1024, ..HubConfig::default() };
    let world = World::start_padded(config, 1000).await;
    for _ in 0..2000 {
        world.change(1).await;
    }
    let mut client = world.client().await;
    assert_eq!(client.resume("sports", EPOCH, 0).await, json!({"recovered": true}));
    for seq in 1..=1000 {
        assert_eq!(client.event().await.seq(), seq);
    }
    world.change(1).await;
    for seq in 1001..=2001 {
        assert_eq!(client.event().await.seq(), seq);
    }
    assert_eq!(world.hub.stats().conflated, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_announced_twice_is_told_once() {
    let world = World::start(HubConfig::default()).await;
    let mut client = world.client().await;
    client.subscribe("sports").await;
    world.change(1).await;
    let again = live::Message {
        seq: 1,
        event: "score.updated".into(),
        channels: vec!["sports".into()],
        key: "sports".into(),
        data: "{}".into(),
    };
    world.hub.publish(again).await;
    world.change(1).await;
    assert_eq!(client.event().await.seq(), 1);
    assert_eq!(client.event().await.seq(), 2);
    assert_eq!(world.hub.stats().repeated, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stretch_of_a_channel_ends_where_the_next_begins_and_none_is_given_over_a_gap() {
    let world = World::start(HubConfig { history: 4, ..HubConfig::default() }).await;
    for number in [1, 2, 1, 2, 1, 2] {
        world.change(number).await;
    }
    let read = |seq, limit| {
        let stretch = world.hub.after(&match_channel(1), seq, limit)?;
        let seqs: Vec<u64> = stretch.messages.iter().map(|message| message.seq).collect();
        Some((seqs, stretch.next))
    };
    assert_eq!(read(2, 9), Some((vec![3, 5], 6)));
    assert_eq!(read(2, 1), Some((vec![3], 3)));
    assert_eq!(read(3, 1), Some((vec![5], 5)));
    assert_eq!(read(5, 1), Some((vec![], 6)));
    assert_eq!(read(6, 9), Some((vec![], 6)));
    assert_eq!(read(1, 9), None, "the first two are forgotten");
    assert_eq!(read(7, 9), None, "nobody told so far yet");
}
