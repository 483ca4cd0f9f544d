//! One hot match over loopback: the whole service, with a key, its limit and the counting of its use,
//! against a bare handler that sends the same bytes. Ends with the ratio; the service must reach 0.7.
//!
//! Twelve connections are kept alive and each asks again as soon as it is answered, so what is
//! measured is answers a second of a busy machine, client included in both.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use axum::{Router, routing::get};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use entity::{
    model::{AccountId, Scope},
    table::plan,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use server::{
    accounts::keys::{ChangedBy, KeyDraft},
    app::AppState,
    config::{Config, Settings},
    credentials::email::Email,
    runtime::Server,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
};

const CONNECTIONS: u64 = 12;
const LEAST_RATIO: f64 = 0.7;
/// How often both are asked for the ratio; the median counts.
const TURNS: usize = 41;
/// As both servers write it.
const LENGTH: &[u8] = b"content-length: ";

/// The service, the path of one match, and a key to ask for it with.
async fn service() -> (Server, String, String) {
    let pairs = [("SERVER_PORT", "0"), ("DATABASE_URL", "sqlite::memory:"), ("RUST_LOG", "info")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings::from_parts(pairs, "").unwrap();
    server::telemetry::logging::init(&settings).unwrap();
    let app = AppState::open(Config::read(&settings).unwrap()).await.unwrap();
    let running = Server::start(app, Some(Duration::from_secs(3_600))).await.unwrap();
    let token = key(&running.app).await;
    loop {
        if let Some(entry) = running.app.match_cache.select(|_| true).first() {
            let path = format!("/api/v1/{}", entry.doc().channel.replace('.', "/"));
            return (running, path, token);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The key of a customer whose plan the machine cannot use up, so that every request is charged and
/// admitted.
async fn key(app: &AppState) -> String {
    let row = plan::ActiveModel {
        name: Set("endless".to_owned()),
        per_minute: Set(2_000_000),
        per_day: Set(Some(2_000_000_000)),
        sockets: Set(1),
        channels: Set(1),
    };
    plan::Entity::insert(row).exec_without_returning(app.database.pool()).await.unwrap();
    app.plans.refresh().await.unwrap();
    let email = Email::read("bench@example.com").unwrap();
    let added = app.accounts.users.add(&email, String::new(), false, "endless", true).await;
    let account = AccountId(added.unwrap().unwrap().id);
    let scopes = vec![Scope::MatchesRead];
    let draft = KeyDraft { name: "bench".to_owned(), scopes, ..KeyDraft::default() };
    app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap().token.reveal().to_owned()
}

async fn bare(path: &str, body: bytes::Bytes) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route(path, get(move || std::future::ready(body.clone())));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// Ask `n` times on one connection.
async fn ask(address: SocketAddr, path: &str, token: &str, n: u64) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.set_nodelay(true).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\
         authorization: Bearer {token}\r\n\r\n"
    );
    let mut buffer = vec![0; 64 * 1_024];
    for _ in 0..n {
        socket.write_all(request.as_bytes()).await.unwrap();
        let (mut filled, mut wanted) = (0, usize::MAX);
        while filled < wanted {
            let n = socket.read(&mut buffer[filled..]).await.unwrap();
            assert!(n > 0, "the server closed");
            filled += n;
            if wanted == usize::MAX
                && let Some(end) = memchr::memmem::find(&buffer[..filled], b"\r\n\r\n")
            {
                let head = &buffer[..end];
                assert!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(head));
                let length = memchr::memmem::find(head, LENGTH).unwrap() + LENGTH.len();
                let digits = head[length..].iter().take_while(|digit| digit.is_ascii_digit());
                wanted = end + 4 + digits.fold(0, |n, digit| n * 10 + usize::from(digit - b'0'));
            }
        }
    }
}

async fn load(address: SocketAddr, path: &str, token: &str, n: u64) -> Duration {
    let started = Instant::now();
    let each = n.div_ceil(CONNECTIONS);
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (path, token) = (path.to_owned(), token.to_owned());
        clients.spawn(async move { ask(address, &path, &token, each).await });
    }
    clients.join_all().await;
    started.elapsed()
}

fn hot_read(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let (running, path, token) = runtime.block_on(service());
    let key = running.app.match_cache.select(|_| true).first().unwrap().clone();
    let body = key.body(running.app.clock.now()).json;
    let bare = runtime.block_on(bare(&path, body));
    let mut group = criterion.benchmark_group("hot_read");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    for (name, address) in [("bare", bare), ("service", running.address)] {
        group.bench_function(name, |bench| {
            bench.iter_custom(|n| runtime.block_on(load(address, &path, &token, n)));
        });
    }
    group.finish();
    // Turn by turn, so that what else the machine does falls on both alike.
    let mut ratios: Vec<f64> = (0..TURNS)
        .map(|_| {
            let bare = runtime.block_on(load(bare, &path, &token, 24_000));
            let whole = runtime.block_on(load(running.address, &path, &token, 24_000));
            bare.as_secs_f64() / whole.as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let [low, ratio, high] = [1, 2, 3].map(|quarter| ratios[TURNS * quarter / 4]);
    println!("service to bare: {ratio:.3} (half of {TURNS} turns: {low:.3} to {high:.3})");
    runtime.block_on(running.stop());
    assert!(ratio >= LEAST_RATIO, "the service answers {ratio:.3} of what a bare handler does");
}

criterion_group!(benches, hot_read);
criterion_main!(benches);
