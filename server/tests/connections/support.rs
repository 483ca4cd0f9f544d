//! A service on a port, a full board, and clients that do what libraries do not.

use entity::{
    model::{AccountId, Match, Scope},
    table::{plan, user},
};
use futures::{SinkExt, StreamExt};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use serde_json::{Value, json};
use server::{
    accounts::keys::{ChangedBy, KeyDraft, Minted},
    app::AppState,
    config::{Config, Settings},
    runtime::Server,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

pub struct Site {
    pub running: Server,
}

impl Site {
    pub async fn start(change: impl FnOnce(&mut Config)) -> Self {
        // The client of the upstream installs it as well; whoever is first, it is the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let settings = [
            ("SERVER_PORT", "0"),
            ("DATABASE_URL", "sqlite::memory:"),
            ("APP_KEY", "a key of tests, of 32 characters or more"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Settings::from_parts(settings, "").expect("settings");
        let mut config = Config::read(&settings).expect("configuration");
        change(&mut config);
        let app = AppState::open(config).await.expect("opens");
        Self { running: Server::start(app, None).await.expect("starts") }
    }

    pub fn app(&self) -> &AppState {
        &self.running.app
    }

    pub fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// So many live matches, each of about so many bytes.
    pub fn fill(&self, matches: u32, bytes: usize) {
        let now = self.app().clock.now().to_rfc3339();
        for id in 0..matches {
            let doc = json!({
                "id": id.to_string(), "sport": "football",
                "league": {"id": "4", "slug": "euro", "name": "Euro", "country": "World",
                    "season": "2024", "round": "1", "logo": null, "flag": null},
                "channel": format!("sports.football.leagues.euro.matches.{id}"),
                "starts_at": now,
                "status": {"phase": "live", "code": "2H", "label": "Second half", "clock": "77'",
                    "elapsed": 77, "extra": null},
                "competitors": [], "periods": [], "incidents": [], "statistics": null,
                "lineups": null, "venue": {"name": "x".repeat(bytes), "city": null},
                "referee": null, "version": 2, "seq": "1-0", "updated_at": now, "as_of": now,
                "freshness": "live"
            });
            let doc: Match = serde_json::from_value(doc).expect("a match");
            self.app().match_cache.put(Arc::new(doc));
        }
    }

    /// From now on the plan has so many sockets.
    pub async fn plan_has(&self, name: &str, sockets: i64) {
        let edit = plan::Entity::update_many()
            .col_expr(plan::Column::Sockets, Expr::value(sockets))
            .filter(plan::Column::Name.eq(name));
        edit.exec(self.app().database.pool()).await.expect("the plan is edited");
        self.app().plans.refresh().await.expect("the plans are read");
    }

    /// A key of a new customer with the plan `free`.
    pub async fn key(&self) -> Minted {
        let row = user::ActiveModel {
            email: Set(format!("{:x}@example.com", rand::random::<u64>())),
            password_hash: Set("none".to_owned()),
            verified_at: Set(Some(1)),
            is_admin: Set(false),
            plan: Set("free".to_owned()),
            totp_seed: Set(None),
            totp_used_step: Set(None),
            created_at: Set(0),
            disabled_at: Set(None),
            ..Default::default()
        };
        let account = row.insert(self.app().database.pool()).await.expect("an account").id;
        let scopes = Scope::ALL.to_vec();
        let draft = KeyDraft { name: "test".to_owned(), scopes, ..KeyDraft::default() };
        self.app().keys.create(AccountId(account), ChangedBy::Owner, &draft).await.expect("a key")
    }

    /// A connection that comes from this address of the loopback.
    pub async fn connect_from(&self, from: &str) -> TcpStream {
        connect(from, self.address(), None).await
    }

    /// A connection that has room for few bytes.
    pub async fn narrow(&self) -> TcpStream {
        connect("127.0.0.1", self.address(), Some(8 * 1_024)).await
    }

    pub async fn socket(&self, key: &str, from: &str, headers: &[(&'static str, &str)]) -> Socket {
        Socket::open(self.connect_from(from).await, self.address(), key, headers).await
    }

    /// One request on a connection of its own, and the head of what is answered.
    pub async fn ask(&self, path: &str, from: &str) -> String {
        let mut stream = self.connect_from(from).await;
        request(&mut stream, path, "Connection: close\r\n").await;
        all(&mut stream).await
    }
}

/// Looks again and again until it holds.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub async fn connect(from: &str, to: SocketAddr, receive: Option<u32>) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(format!("{from}:0").parse().expect("an address")).expect("is bound");
    if let Some(bytes) = receive {
        socket.set_recv_buffer_size(bytes).expect("is set");
    }
    socket.connect(to).await.expect("connects")
}

pub async fn request(stream: &mut TcpStream, path: &str, lines: &str) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{lines}\r\n");
    stream.write_all(head.as_bytes()).await.expect("is sent");
}

/// All that comes until the other side ends.
pub async fn all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = async {
        let mut some = [0; 16_384];
        // A reset after the answer takes nothing from what was read.
        while let Ok(n @ 1..) = stream.read(&mut some).await {
            bytes.extend_from_slice(&some[..n]);
        }
    };
    tokio::time::timeout(Duration::from_secs(10), read).await.expect("the other side ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

pub struct Socket(pub WebSocketStream<TcpStream>);

impl Socket {
    pub async fn open(
        stream: TcpStream,
        to: SocketAddr,
        key: &str,
        headers: &[(&'static str, &str)],
    ) -> Self {
        let url = format!("ws://{to}/app/{key}?protocol=7");
        let mut request = url.into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a value"));
        }
        Self(client_async(request, stream).await.expect("is upgraded").0)
    }

    pub async fn send(&mut self, text: impl Into<String>) {
        self.0.send(Message::text(text.into())).await.expect("is sent");
    }

    /// The next event's name, and its code where it is an error.
    pub async fn event(&mut self) -> (String, Option<u64>) {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.next()).await;
            match next.expect("in time").expect("not ended").expect("a frame") {
                Message::Text(text) => {
                    let event: Value = serde_json::from_str(&text).expect("JSON");
                    let name = event["event"].as_str().expect("a name").to_owned();
                    return (name, event["data"]["code"].as_u64());
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("not an event: {other:?}"),
            }
        }
    }

    pub async fn welcomed(mut self) -> Self {
        let first = self.event().await;
        assert_eq!(first, ("pusher:connection_established".to_owned(), None));
        self
    }

    pub async fn refused(mut self) {
        assert_eq!(self.event().await, ("pusher:error".to_owned(), Some(4004)));
    }

    /// What a socket over the number is told.
    pub async fn refusal(mut self) -> String {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.next()).await;
            if let Message::Text(text) =
                next.expect("in time").expect("not ended").expect("a frame")
            {
                let event: Value = serde_json::from_str(&text).expect("JSON");
                assert_eq!(event["data"]["code"], 4004, "{event}");
                return event["data"]["message"].as_str().expect("a sentence").to_owned();
            }
        }
    }

    /// Answers every ping until the socket is closed; with which code.
    pub fn listens(mut self) -> tokio::task::JoinHandle<u16> {
        tokio::spawn(async move {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return 0,
                }
            }
        })
    }
}
