//! Memory of idle, subscribed connections: `cargo run --release -p live --example idle_memory`.
//!
//! Prints the growth of this process's resident memory per connection, both ends and the kernel's
//! share not included, for clients are bare sockets and sockets are the kernel's. Linux only.

use std::{
    io::{Read, Write},
    sync::Arc,
};

use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use live::{ChannelBackend, ConnectOptions, Hub, HubConfig, Snapshot};

const CONNECTIONS: usize = 4000;

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

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() -> std::io::Result<()> {
    let hub = Hub::start(HubConfig::default(), "e", Vec::new(), 0, Arc::new(Nothing))?;
    let connect = |State(hub): State<Hub>, request: Request| async move {
        hub.upgrade(request, ConnectOptions::new("idle", 10)).await
    };
    let app = Router::new().route("/app/{key}", get(connect)).with_state(hub.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });

    let open = move |count: usize| -> std::io::Result<Vec<std::net::TcpStream>> {
        (0..count).map(|_| subscribe(addr)).collect()
    };
    // The first connections pay for threads, buffers and tables.
    let warm = tokio::task::block_in_place(|| open(500))?;
    let before = resident()?;
    let streams = tokio::task::block_in_place(|| open(CONNECTIONS))?;
    let after = resident()?;
    println!(
        "{} sockets, {} subscriptions: {} bytes each",
        hub.stats().sockets,
        hub.stats().subscriptions,
        after.saturating_sub(before) / streams.len(),
    );
    drop(warm);
    Ok(())
}

fn subscribe(addr: std::net::SocketAddr) -> std::io::Result<std::net::TcpStream> {
    let mut stream = std::net::TcpStream::connect(addr)?;
    stream.write_all(
        b"GET /app/k?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
          Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    )?;
    let text = br#"{"event":"pusher:subscribe","data":{"channel":"sports"}}"#;
    let mut frame = vec![0x81, 0x80 | text.len() as u8, 0, 0, 0, 0];
    frame.extend_from_slice(text);
    let mut seen = String::new();
    let mut asked = false;
    while !seen.contains("subscription_succeeded") {
        let mut buffer = [0; 2048];
        let read = stream.read(&mut buffer)?;
        seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
        if !asked && seen.contains("\r\n\r\n") {
            stream.write_all(&frame)?;
            asked = true;
        }
    }
    Ok(stream)
}

fn resident() -> std::io::Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kib.map(|kib| kib * 1024).ok_or_else(|| std::io::Error::other("no VmRSS on this system"))
}
