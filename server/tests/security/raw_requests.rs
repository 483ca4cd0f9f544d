//! A service on a port, and requests written byte by byte: what no proper client would send.

use server::{
    app::AppState,
    config::{Config, Settings},
    runtime::Server,
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub struct Wire {
    pub running: Server,
}

/// What came back: the head as it was sent, and the body.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(start.as_str()))
    }
}

impl Wire {
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        // The client of the upstream installs it as well; whoever is first, it is the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let fixed = [
            ("SERVER_PORT", "0"),
            ("DATABASE_URL", "sqlite::memory:"),
            ("API_RATE_LIMIT_ENABLED", "false"),
        ];
        let pairs = fixed.iter().chain(settings).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let settings = Settings::from_parts(pairs, "").unwrap();
        let app = AppState::open(Config::read(&settings).unwrap()).await.unwrap();
        Self { running: Server::start(app, None).await.unwrap() }
    }

    pub fn app(&self) -> &AppState {
        &self.running.app
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.running.address).await.unwrap()
    }

    /// These very bytes, and what they are answered until the service closes.
    pub async fn send(&self, bytes: impl AsRef<[u8]>) -> Reply {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_ref()).await.unwrap();
        rest(&mut stream).await
    }

    /// A GET of this target with these header lines.
    pub async fn get(&self, target: &str, lines: &str) -> Reply {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n"))
            .await
    }
}

/// All that comes until the other side closes; it has to within half a minute.
pub async fn rest(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), async {
        let mut some = [0; 16_384];
        // A reset after the answer takes nothing from what was read.
        while let Ok(n @ 1..) = stream.read(&mut some).await {
            bytes.extend_from_slice(&some[..n]);
        }
    });
    assert!(read.await.is_ok(), "the connection stays open: {}", String::from_utf8_lossy(&bytes));
    Reply::read(&bytes)
}
