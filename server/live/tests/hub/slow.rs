//! Clients that do not keep up.

use std::{collections::BTreeMap, time::Duration};

use live::HubConfig;

use crate::support::{Event, Raw, World, code_in, match_channel};

const MESSAGES: u64 = 1500;
const PADDING: usize = 4000;

fn tight(no_progress: Duration) -> HubConfig {
    HubConfig {
        max_out_bytes: 64 * 1024,
        send_buffer: 16 * 1024,
        no_progress,
        ..HubConfig::default()
    }
}

/// A subscriber that has read its greeting and the answer, and then reads no more.
async fn stalled(world: &World) -> Raw {
    let addr = world.addr;
    tokio::task::spawn_blocking(move || {
        let (mut raw, _) = Raw::connect(addr, "app", "", 8 * 1024);
        raw.frame().expect("greeting");
        raw.subscribe("sports");
        raw.frame().expect("answer");
        raw
    })
    .await
    .expect("connected")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_client_is_brought_to_the_latest_state_while_others_hear_everything() {
    let world = World::start_padded(tight(Duration::from_secs(60)), PADDING).await;
    let mut slow = stalled(&world).await;
    let mut healthy = world.client().await;
    healthy.subscribe("sports").await;
    let reader = tokio::spawn(async move {
        for seq in 1..=MESSAGES {
            assert_eq!(healthy.event().await.seq(), seq);
        }
    });
    for number in 1..=MESSAGES {
        world.change(number % 6).await;
    }
    reader.await.expect("the healthy client heard everything");
    assert!(world.hub.stats().conflated > 0);

    let truth = world.matches.seqs();
    let expected: BTreeMap<String, u64> =
        truth.iter().map(|(key, seq)| (key.to_string(), *seq)).collect();
    let state = tokio::task::spawn_blocking(move || {
        let mut state = BTreeMap::new();
        let mut frames = 0;
        while state != expected {
            let (_, payload) = slow.frame().expect("not cut");
            let event = Event::read(std::str::from_utf8(&payload).expect("text"));
            let about = event.data["channel"].as_str().expect("a channel").to_owned();
            let before = state.insert(about, event.seq());
            assert!(before.is_none_or(|before| before < event.seq()), "never back in time");
            frames += 1;
        }
        (state, frames)
    })
    .await
    .expect("read");
    assert_eq!(state.0.len(), 6);
    assert!(state.1 < MESSAGES / 2, "most was conflated away: {}", state.1);
    assert_eq!(world.hub.stats().cut_slow, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_takes_nothing_is_closed_with_4100() {
    let world = World::start_padded(tight(Duration::from_millis(400)), PADDING).await;
    let mut slow = stalled(&world).await;
    for number in 1..=MESSAGES {
        world.change(number % 6).await;
    }
    world.until("the stalled client is cut", |stats| stats.cut_slow == 1).await;
    let code = tokio::task::spawn_blocking(move || {
        while let Some((first, payload)) = slow.frame() {
            if first == 0x88 {
                return Some(code_in(&payload));
            }
        }
        None
    });
    assert_eq!(code.await.expect("read"), Some(4100));
    world.until("and is gone", |stats| stats.sockets == 0 && stats.backlogged == 0).await;
    assert_eq!(world.hub.subscribers("sports"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_reads_slowly_but_steadily_is_never_cut() {
    let world = World::start_padded(tight(Duration::from_millis(500)), PADDING).await;
    let mut slow = stalled(&world).await;
    let end = match_channel(0);
    let reader = tokio::task::spawn_blocking(move || {
        loop {
            let (first, payload) = slow.frame().expect("not cut");
            assert_eq!(first, 0x81);
            let event = Event::read(std::str::from_utf8(&payload).expect("text"));
            if event.data["channel"] == *end {
                return;
            }
            std::thread::sleep(Duration::from_millis(4));
        }
    });
    for number in 0..MESSAGES {
        world.change(1 + number % 6).await;
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    world.change(0).await;
    reader.await.expect("told the last change");
    assert_eq!(world.hub.stats().cut_slow, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_without_reading_holds_bounded_memory() {
    let world = World::start(tight(Duration::from_millis(400))).await;
    let mut rude = stalled(&world).await;
    rude.0.set_write_timeout(Some(Duration::from_millis(300))).expect("a timeout");
    let stuck = tokio::task::spawn_blocking(move || {
        use std::io::Write;
        let pings = crate::support::masked(0x89, &[7; 125]).repeat(100);
        (0..20_000).any(|_| rude.0.write_all(&pings).is_err())
    });
    assert!(stuck.await.expect("written"), "the server stops listening");
    world.until("and cuts it", |stats| stats.sockets == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publisher_faster_than_its_readers_is_held_back_before_any_is_conflated() {
    let world = World::start_padded(HubConfig::default(), PADDING).await;
    let mut readers = Vec::new();
    for _ in 0..30 {
        let mut client = world.client().await;
        client.subscribe("sports").await;
        readers.push(tokio::spawn(async move {
            for seq in 1..=800 {
                assert_eq!(client.event().await.seq(), seq);
            }
        }));
    }
    for number in 0..800 {
        world.change(number % 6).await;
    }
    for reader in readers {
        reader.await.expect("heard everything");
    }
    let stats = world.hub.stats();
    assert_eq!((stats.conflated, stats.cut_slow), (0, 0));
}
