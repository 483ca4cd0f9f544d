//! Server-sent events.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use live::HubConfig;

use crate::support::{EPOCH, PATIENCE, World, match_channel};

/// One block of an event stream.
#[derive(Debug, Default, PartialEq, Eq)]
struct Block {
    event: String,
    id: String,
    data: String,
    comment: String,
}

/// An HTTP/1.1 client that reads chunks as they come.
struct Reader {
    lines: BufReader<TcpStream>,
    buffer: Vec<u8>,
    head: String,
}

impl Reader {
    fn open(addr: SocketAddr, channels: &str, last: Option<&str>) -> Self {
        let mut stream = TcpStream::connect(addr).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let last = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        let request = format!("GET /stream?channels={channels} HTTP/1.1\r\nHost: x\r\n{last}\r\n");
        stream.write_all(request.as_bytes()).expect("written");
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(lines.read_line(&mut head).expect("a head"), 0);
        }
        Self { lines, buffer: Vec::new(), head }
    }

    fn chunk(&mut self) -> bool {
        let mut size = String::new();
        self.lines.read_line(&mut size).expect("a chunk");
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        let mut bytes = vec![0; size + 2];
        std::io::Read::read_exact(&mut self.lines, &mut bytes).expect("a chunk");
        self.buffer.extend_from_slice(&bytes[..size]);
        size > 0
    }

    /// The next block; `None` at the end.
    fn block(&mut self) -> Option<Block> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\n\n") {
                let text: Vec<u8> = self.buffer.drain(..end + 2).collect();
                let mut block = Block::default();
                for line in
                    String::from_utf8(text).expect("text").lines().filter(|line| !line.is_empty())
                {
                    let (field, value) = line.split_once(": ").unwrap_or_default();
                    match field {
                        "event" => block.event = value.to_owned(),
                        "id" => block.id = value.to_owned(),
                        "data" => block.data = value.to_owned(),
                        _ => block.comment = line.to_owned(),
                    }
                }
                return Some(block);
            }
            if !self.chunk() {
                return None;
            }
        }
    }

    /// The next event, over comments and bare positions.
    fn event(&mut self) -> Block {
        loop {
            let block = self.block().expect("not ended");
            if !block.event.is_empty() {
                return block;
            }
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("done")
}

fn id(seq: u64) -> String {
    format!("{EPOCH}:{seq}-0")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_resumed_at_every_event_misses_nothing_and_repeats_nothing() {
    const MESSAGES: u64 = 300;
    let world = World::start(HubConfig::default()).await;
    let addr = world.addr;
    let reader = tokio::task::spawn_blocking(move || {
        let mut last = id(0);
        let mut heard = Vec::new();
        while heard.last() != Some(&id(MESSAGES)) {
            // Two channels that overlap: each message still comes once.
            let channels = format!("sports,{}", match_channel(1));
            let mut reader = Reader::open(addr, &channels, Some(&last));
            for _ in 0..1 + heard.len() % 17 {
                let block = reader.event();
                assert_eq!(block.event, "score.updated");
                last = block.id.clone();
                heard.push(block.id);
                if last == id(MESSAGES) {
                    break;
                }
            }
        }
        heard
    });
    for number in 0..MESSAGES {
        world.change(number % 3).await;
        tokio::time::sleep(Duration::from_micros(500)).await;
    }
    let heard = reader.await.expect("read");
    assert_eq!(heard, (1..=MESSAGES).map(id).collect::<Vec<_>>());
    world
        .until("all streams are given back", |stats| stats.streams == 0 && stats.channels == 0)
        .await;
    assert_eq!(world.hub.sockets_of("streams"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_stream_begins_with_the_snapshot_of_its_match() {
    let world = World::start(HubConfig::default()).await;
    world.change(1).await;
    world.change(2).await;
    let addr = world.addr;
    let mut reader = blocking(move || Reader::open(addr, &match_channel(1), None)).await;
    assert!(reader.head.contains("text/event-stream"), "{}", reader.head);
    let (mut reader, first) = blocking(move || {
        let first = reader.event();
        (reader, first)
    })
    .await;
    assert_eq!((first.event.as_str(), first.id), ("match.snapshot", id(2)));
    assert!(first.data.contains("1-0"));
    world.change(2).await;
    world.change(1).await;
    let next = blocking(move || reader.event()).await;
    assert_eq!((next.event.as_str(), next.id), ("score.updated", id(4)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_that_cannot_be_continued_resets_the_stream() {
    let world = World::start(HubConfig { history: 2, ..HubConfig::default() }).await;
    for number in [1, 2, 1, 2] {
        world.change(number).await;
    }
    let addr = world.addr;
    for last in ["nonsense".to_owned(), "other:4-0".to_owned(), id(1), id(9)] {
        let blocks = blocking(move || {
            let mut reader = Reader::open(addr, "sports", Some(&last));
            [reader.event(), reader.event(), reader.event()]
        })
        .await;
        assert_eq!(
            (blocks[0].event.as_str(), blocks[0].data.as_str()),
            ("reset", r#"{"recovered":false}"#)
        );
        assert_eq!(blocks[1].event, "match.snapshot");
        assert_eq!((blocks[1].id.as_str(), blocks[2].id.clone()), ("", id(4)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_stream_says_that_it_is_alive_and_ends_with_the_drain() {
    let config = HubConfig { keep_alive: Duration::from_millis(50), ..HubConfig::default() };
    let world = World::start(config).await;
    let addr = world.addr;
    let mut reader = blocking(move || Reader::open(addr, "sports", None)).await;
    let (mut reader, blocks) = blocking(move || {
        let blocks = [reader.block().expect("position"), reader.block().expect("comment")];
        (reader, blocks)
    })
    .await;
    assert_eq!(blocks[0].id, id(0));
    assert_eq!(blocks[1].comment, ": keep-alive");
    world.hub.drain(Duration::from_millis(100)).await;
    blocking(move || while reader.block().is_some() {}).await;
    assert_eq!(world.hub.stats().streams, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stream_uses_is_told_while_it_is_open_and_nothing_twice() {
    let begun = std::time::Instant::now();
    let config = HubConfig { count_every: Duration::from_millis(30), ..HubConfig::default() };
    let world = World::start(config).await;
    let addr = world.addr;
    let reader = blocking(move || Reader::open(addr, "sports", None)).await;
    let used = || world.matches.used_by("streams");
    let long = Duration::from_millis(100);
    world.until("an idle stream to be counted", |_| used().open_for >= long).await;
    for _ in 0..20 {
        world.change(1).await;
    }
    let all = |stats: live::Stats| {
        let used = used();
        (used.messages_out, used.bytes_out) == (stats.messages_out, stats.bytes_out)
    };
    world.until("all of it to be counted", |s| s.messages_out == 20 && all(s)).await;
    assert_eq!(world.hub.stats().streams, 1);
    drop(reader);
    world.change(1).await;
    world.until("the rest to be counted", |stats| stats.streams == 0 && all(stats)).await;
    assert!(used().open_for <= begun.elapsed(), "no moment is counted twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_a_stream_may_not_have_are_refused() {
    let world = World::start(HubConfig::default()).await;
    let addr = world.addr;
    for channels in ["weather", "private-user.1", "%23x", ""] {
        let reader = blocking(move || Reader::open(addr, channels, None)).await;
        assert!(reader.head.starts_with("HTTP/1.1 400"), "{channels}: {}", reader.head);
    }
    assert_eq!(world.hub.stats().streams, 0);
}
