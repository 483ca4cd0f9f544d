//! From publish to the last byte at the last of 1,000 subscribers.
//!
//! The clients are plain sockets read by one poll loop in this process, so the figure contains the
//! cost of reading too.

use std::{
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use live::{ChannelBackend, ConnectOptions, Hub, HubConfig, Message, Snapshot};
use mio::{Events, Interest, Poll, Token};

const SUBSCRIBERS: usize = 1000;
const CHANNEL: &str = "sports";

struct Nothing;

impl ChannelBackend for Nothing {
    fn admit(&self, _: &str, _: Option<&str>) -> Result<(), String> {
        Ok(())
    }

    fn snapshot(&self, _: &str) -> Vec<Snapshot> {
        Vec::new()
    }

    fn recover(&self, _: &str) -> Vec<Snapshot> {
        Vec::new()
    }
}

/// About what a change of a football match looks like.
fn data() -> String {
    serde_json::json!({
        "match": "1145526", "channel": "sports.football.leagues.euro-championship.matches.1145526",
        "version": 17, "seq": "1761-0", "epoch": "0197c1", "at": "2024-06-22T16:28:00Z",
        "changes": [{"kind": "goal", "competitor": "away", "elapsed": 28},
                    {"kind": "score", "from": [0, 1], "to": [0, 2]}],
        "patch": {"version": 17, "status": {"clock": "28'", "elapsed": 28}},
    })
    .to_string()
}

fn frame_len() -> usize {
    let event = serde_json::json!({"event": "score.updated", "channel": CHANNEL, "data": data()});
    let payload = event.to_string().len();
    assert!((126..65_536).contains(&payload));
    payload + 4
}

async fn serve() -> (Hub, SocketAddr) {
    let hub =
        Hub::start(HubConfig::default(), "e", Vec::new(), 0, Arc::new(Nothing)).expect("threads");
    let connect = |State(hub): State<Hub>, request: Request| async move {
        hub.upgrade(request, ConnectOptions::new("bench", 10)).await
    };
    let app = Router::new().route("/app/{key}", get(connect)).with_state(hub.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    (hub, addr)
}

fn subscribe(addr: SocketAddr) -> std::net::TcpStream {
    let mut stream = std::net::TcpStream::connect(addr).expect("connected");
    stream
        .write_all(
            b"GET /app/k?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
              Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .expect("written");
    let text = br#"{"event":"pusher:subscribe","data":{"channel":"sports"}}"#;
    let mut frame = vec![0x81, 0x80 | text.len() as u8, 0, 0, 0, 0];
    frame.extend_from_slice(text);
    let mut seen = Vec::new();
    let mut buffer = [0; 2048];
    let mut asked = false;
    while !contains(&seen, b"subscription_succeeded") || !seen.ends_with(b"\"}") {
        let read = stream.read(&mut buffer).expect("read");
        seen.extend_from_slice(&buffer[..read]);
        if !asked && contains(&seen, b"\r\n\r\n") {
            stream.write_all(&frame).expect("written");
            asked = true;
        }
    }
    stream
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Reads all sockets and reports each time every one of them has had one more message.
fn read_all(streams: Vec<std::net::TcpStream>, done: &mpsc::Sender<Instant>) {
    let mut poll = Poll::new().expect("a poll");
    let mut sockets: Vec<_> = streams
        .into_iter()
        .enumerate()
        .map(|(number, stream)| {
            stream.set_nonblocking(true).expect("set");
            let mut socket = mio::net::TcpStream::from_std(stream);
            poll.registry().register(&mut socket, Token(number), Interest::READABLE).expect("set");
            socket
        })
        .collect();
    let whole = frame_len() * sockets.len();
    let mut events = Events::with_capacity(1024);
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        poll.poll(&mut events, None).expect("polled");
        for event in &events {
            let Token(number) = event.token();
            loop {
                match sockets[number].read(&mut buffer) {
                    Ok(0) => return,
                    Ok(read) => total += read,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(_) => return,
                }
            }
        }
        while total >= whole {
            total -= whole;
            if done.send(Instant::now()).is_err() {
                return;
            }
        }
    }
}

fn fanout(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let (hub, addr) = runtime.block_on(serve());
    let streams: Vec<_> = (0..SUBSCRIBERS).map(|_| subscribe(addr)).collect();
    let (done, heard) = mpsc::channel();
    std::thread::spawn(move || read_all(streams, &done));
    let data = bytes::Bytes::from(data());
    let mut seq = 0;
    let mut publish = || {
        seq += 1;
        hub.publish_now(Message {
            seq,
            event: "score.updated".into(),
            channels: vec![CHANNEL.into()],
            key: CHANNEL.into(),
            data: data.clone(),
        });
    };
    let mut group = criterion.benchmark_group("fanout");
    group.throughput(Throughput::Elements(SUBSCRIBERS as u64));
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    group.bench_function("one message to the last of 1000", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                let begun = Instant::now();
                publish();
                spent += heard.recv().expect("heard").duration_since(begun);
            }
            spent
        });
    });
    group.throughput(Throughput::Elements(16 * SUBSCRIBERS as u64));
    group.bench_function("16 messages to the last of 1000", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                let begun = Instant::now();
                for _ in 0..16 {
                    publish();
                }
                let mut last = begun;
                for _ in 0..16 {
                    last = heard.recv().expect("heard");
                }
                spent += last.duration_since(begun);
            }
            spent
        });
    });
    group.finish();
}

criterion_group!(benches, fanout);
criterion_main!(benches);
