//! One turn of a shard, run by hand: it has bounds whatever a socket sends.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use mio::{Events, Poll};

use super::{
    Command, Greeting, NewConnection, Shard, ShardHandle, Stream, catch_up::SNAPSHOT_BATCH, run,
};
use crate::{
    backend::ChannelBackend, config::HubConfig, history::History, hub::Shared, message::Snapshot,
    message_rate::Turn, permit::ConnectOptions, recovery, stats::Stats,
};

/// Matches whose state is asked for.
const MATCHES: u64 = 2_000;

struct Many;

impl ChannelBackend for Many {
    fn admit(&self, _: &str, _: Option<&str>) -> Result<(), String> {
        Ok(())
    }

    fn snapshot(&self, _channel: &str) -> Vec<Snapshot> {
        Vec::new()
    }

    fn recover(&self, channel: &str) -> Vec<Snapshot> {
        let one = |number| Snapshot {
            event: "match.snapshot".into(),
            channel: format!("{channel}.{number}").into(),
            data: "x".repeat(1_000).into(),
            seq: 1,
        };
        (0..MATCHES).map(one).collect()
    }
}

/// A shard without its thread, and its poll.
struct Bench {
    shard: Shard,
    port: ShardHandle,
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
}

impl Bench {
    fn new() -> Self {
        let config = HubConfig::default();
        let history = History::new("epoch", config.history, Vec::new(), 1);
        let shared = Arc::new(Shared::new(config, "epoch", history, Arc::new(Many)));
        recovery::spawn(&shared).expect("a thread");
        let poll = Poll::new().expect("a poll");
        let (port, commands) = run::port(&poll).expect("a port");
        let shard = Shard::new(shared, port.clone(), commands);
        Self { shard, port, poll, events: Events::with_capacity(64), buffer: vec![0; 16 * 1024] }
    }

    /// The client's end of a socket that this shard has welcomed.
    fn open(&mut self, max_channels: usize) -> UnixStream {
        let (ours, theirs) = UnixStream::pair().expect("a pair");
        ours.set_nonblocking(true).expect("non-blocking");
        theirs.set_nonblocking(true).expect("non-blocking");
        let permit = self.shard.shared.tags.take(&ConnectOptions::new("tag", max_channels));
        let greeting = Greeting::Welcome { permit: permit.expect("room"), max_channels };
        let stream = Stream::Bridge(mio::net::UnixStream::from_std(ours));
        let (read_ahead, hold) = (Bytes::new(), None);
        let arrival = NewConnection { stream, read_ahead, deflate: false, greeting, hold };
        self.port.send(Command::Open(Box::new(arrival)));
        self.turn();
        theirs
    }

    /// One turn; what was counted in it.
    fn turn(&mut self) -> Stats {
        let before = self.shard.shared.counters.read();
        let sleep = Some(Duration::from_millis(1));
        self.poll.poll(&mut self.events, sleep).expect("polls");
        self.shard.turn(&self.events, &self.poll, &mut self.buffer);
        let after = self.shard.shared.counters.read();
        Stats {
            messages_in: after.messages_in - before.messages_in,
            messages_out: after.messages_out - before.messages_out,
            unrecovered: after.unrecovered - before.unrecovered,
            cut_flooding: after.cut_flooding - before.cut_flooding,
            ..Stats::default()
        }
    }
}

/// A client's frame with this text, masked with nothing.
fn frame(text: &str) -> Vec<u8> {
    let len = u8::try_from(text.len()).expect("fits a byte");
    let head = match len {
        0..=125 => vec![0x81, 0x80 | len],
        126.. => vec![0x81, 0x80 | 126, 0, len],
    };
    [&head[..], &[0; 4], text.as_bytes()].concat()
}

fn resume(channel: &str) -> Vec<u8> {
    let resume = r#"{"epoch":"x","seq":"1-0"}"#;
    let data = format!(r#"{{"channel":"{channel}","resume":{resume}}}"#);
    frame(&format!(r#"{{"event":"pusher:subscribe","data":{data}}}"#))
}

const PING: &str = r#"{"event":"pusher:ping","data":{}}"#;

/// What waits for the client.
fn heard(client: &mut UnixStream) -> String {
    let mut all = Vec::new();
    // It ends with an error, as nothing more waits.
    let _ = client.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

/// Writes 3,000 frames, as many at once as the socket takes, from a thread of its own, and stays until
/// the shard has closed.
fn flood(mut client: UnixStream, frame: Vec<u8>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        client.set_nonblocking(false).expect("blocking");
        client.write_all(&frame.repeat(3_000)).expect("is read to its end");
        client.read_to_end(&mut Vec::new()).expect("is ended");
    })
}

#[test]
fn three_thousand_resumes_in_one_write_take_a_few_of_each_turn_and_another_is_answered_in_the_next()
{
    let mut bench = Bench::new();
    let (flooding, mut other) = (bench.open(20), bench.open(20));
    let flooding = flood(flooding, resume("sports"));
    std::thread::sleep(Duration::from_millis(50));
    let mut resumes = 0;
    for turns in 1.. {
        assert!(turns < 1_000, "is never closed");
        let _ = heard(&mut other);
        other.write_all(&frame(PING)).expect("takes it");
        let turn = bench.turn();
        assert!(turn.unrecovered <= 3, "{turn:?}");
        assert!(turn.messages_out <= SNAPSHOT_BATCH as u64, "{turn:?}");
        assert!(heard(&mut other).contains("pusher:pong"), "waits for more than a turn");
        resumes += turn.unrecovered;
        if turn.cut_flooding > 0 {
            break;
        }
    }
    assert!((20..60).contains(&resumes), "{resumes}");
    while !flooding.is_finished() {
        bench.turn();
    }
    flooding.join().expect("ends");
}

#[test]
fn three_thousand_pings_in_one_write_are_answered_over_many_turns_until_they_are_too_many() {
    let mut bench = Bench::new();
    let flooding = bench.open(20);
    let flooding = flood(flooding, frame(PING));
    std::thread::sleep(Duration::from_millis(50));
    let mut pings = 0;
    for turns in 1.. {
        assert!(turns < 1_000, "is never closed");
        let turn = bench.turn();
        assert!(turn.messages_in <= u64::from(Turn::MESSAGES), "{turn:?}");
        pings += turn.messages_in;
        if turn.cut_flooding > 0 {
            break;
        }
    }
    assert!((300..600).contains(&pings), "{pings}");
    while !flooding.is_finished() {
        bench.turn();
    }
    flooding.join().expect("ends");
}

#[test]
fn the_state_of_all_matches_is_paid_out_over_many_turns_and_whole() {
    let mut bench = Bench::new();
    let mut client = bench.open(20);
    client.write_all(&resume("sports")).expect("takes it");
    let (mut told, mut text) = (0, String::new());
    for turns in 1.. {
        assert!(turns < 5_000, "{told} were told");
        let turn = bench.turn();
        assert!(turn.messages_out <= SNAPSHOT_BATCH as u64, "{turn:?}");
        told += turn.messages_out;
        text += &heard(&mut client);
        if told == MATCHES && text.matches("match.snapshot").count() as u64 == MATCHES {
            break;
        }
    }
    assert!(!bench.shard.is_busy(), "a socket that was told everything costs no more turns");
}

#[test]
fn frames_that_complete_no_message_are_paid_for_too() {
    let mut bench = Bench::new();
    let flooding = bench.open(20);
    // A message in 3,000 parts, each of them empty: the first begins it, no other ends it.
    let mut begun = flooding.try_clone().expect("a clone");
    begun.write_all(&[0x01, 0x80, 0, 0, 0, 0]).expect("takes it");
    let flooding = flood(flooding, vec![0x00, 0x80, 0, 0, 0, 0]);
    let closed = (0..1_000).any(|_| bench.turn().cut_flooding > 0);
    assert!(closed, "is never closed");
    while !flooding.is_finished() {
        bench.turn();
    }
    flooding.join().expect("ends");
}
