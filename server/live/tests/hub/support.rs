//! A small world: matches with a state, a hub, a server in front of it, and clients.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use live::{
    ChannelBackend, Claim, CloseCode, ConnectOptions, Happening, Hub, HubConfig, Message, SignIn,
    Snapshot, Used,
};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite};

pub const EPOCH: &str = "epoch-1";
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The state behind the channels.
#[derive(Default)]
pub struct Matches {
    seqs: Mutex<BTreeMap<Arc<str>, u64>>,
    /// Bytes added to every message and snapshot.
    pub padding: usize,
    /// How long it takes to read the state of a channel.
    pub recover_takes: Duration,
    recoveries: AtomicUsize,
    used: Mutex<BTreeMap<String, Used>>,
    /// What happened.
    pub happened: Mutex<Vec<Happening>>,
}

impl Matches {
    fn snapshot_of(&self, channel: &Arc<str>, seq: u64) -> Snapshot {
        let data = json!({"channel": &**channel, "seq": format!("{seq}-0"), "padding": "x".repeat(self.padding)});
        Snapshot {
            event: "match.snapshot".into(),
            channel: channel.clone(),
            data: data.to_string().into(),
            seq,
        }
    }

    /// What a tag has used so far.
    pub fn used_by(&self, tag: &str) -> Used {
        self.used.lock().expect("not poisoned").get(tag).copied().unwrap_or_default()
    }

    /// Takes so long to read the state of a channel.
    pub fn slow(recover_takes: Duration) -> Self {
        Self { recover_takes, ..Self::default() }
    }

    /// How often the state of a channel was read.
    pub fn recoveries(&self) -> usize {
        self.recoveries.load(Ordering::Relaxed)
    }

    pub fn seqs(&self) -> BTreeMap<Arc<str>, u64> {
        self.seqs.lock().expect("not poisoned").clone()
    }
}

impl ChannelBackend for Matches {
    fn admit(&self, channel: &str, _: Option<&str>) -> Result<(), String> {
        assert_ne!(channel, "sports.panic", "as asked");
        let known =
            channel == "sports" || ["sports.", "cache-"].iter().any(|p| channel.starts_with(p));
        if known { Ok(()) } else { Err(format!("There is no channel {channel}.")) }
    }

    fn authorize(&self, claim: &Claim<'_>) -> Result<(), String> {
        let signed = format!("{}:{}", claim.socket_id, claim.channel);
        if claim.auth == signed { Ok(()) } else { Err("The signature is wrong.".to_owned()) }
    }

    fn identify(&self, claim: &SignIn<'_>) -> bool {
        claim.auth == format!("{}:user", claim.socket_id)
    }

    fn takes_client_events(&self, channel: &str) -> bool {
        channel != "private-silent"
    }

    fn happened(&self, what: Happening) {
        self.happened.lock().expect("not poisoned").push(what);
    }

    fn snapshot(&self, channel: &str) -> Vec<Snapshot> {
        let seqs = self.seqs.lock().expect("not poisoned");
        seqs.get_key_value(channel)
            .map(|(name, seq)| self.snapshot_of(name, *seq))
            .into_iter()
            .collect()
    }

    fn recover(&self, channel: &str) -> Vec<Snapshot> {
        self.recoveries.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(self.recover_takes);
        let prefix = format!("{channel}.");
        let seqs = self.seqs.lock().expect("not poisoned");
        let covered =
            seqs.iter().filter(|(name, _)| &***name == channel || name.starts_with(&prefix));
        covered.map(|(name, seq)| self.snapshot_of(name, *seq)).collect()
    }

    fn used(&self, tag: &str, used: Used) {
        *self.used.lock().expect("not poisoned").entry(tag.to_owned()).or_default() += used;
    }
}

pub fn match_channel(number: u64) -> String {
    format!("sports.football.leagues.euro.matches.{number}")
}

/// Hub, state and server together.
pub struct World {
    pub hub: Hub,
    pub matches: Arc<Matches>,
    pub addr: SocketAddr,
    log: tokio::sync::Mutex<u64>,
}

impl World {
    pub async fn start(config: HubConfig) -> Arc<Self> {
        Self::start_padded(config, 0).await
    }

    pub async fn start_padded(config: HubConfig, padding: usize) -> Arc<Self> {
        Self::start_with(config, Matches { padding, ..Matches::default() }).await
    }

    pub async fn start_with(config: HubConfig, matches: Matches) -> Arc<Self> {
        let matches = Arc::new(matches);
        let hub = Hub::start(config, EPOCH, Vec::new(), 0, matches.clone()).expect("threads");
        let app = Router::new()
            .route("/app/{key}", get(connect))
            .route("/stream", get(stream))
            .with_state(hub.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        Arc::new(Self { hub, matches, addr, log: tokio::sync::Mutex::new(0) })
    }

    /// One change of a match: the state first, the message afterwards. Returns its seq.
    pub async fn change(&self, number: u64) -> u64 {
        let mut log = self.log.lock().await;
        *log += 1;
        let seq = *log;
        let key: Arc<str> = match_channel(number).into();
        self.matches.seqs.lock().expect("not poisoned").insert(key.clone(), seq);
        let data = json!({"match": number.to_string(), "seq": format!("{seq}-0"), "epoch": EPOCH,
                          "channel": &*key, "padding": "x".repeat(self.matches.padding)});
        let channels = ["sports", "sports.football", "sports.football.leagues.euro"];
        let mut channels: Vec<Arc<str>> = channels.map(Arc::from).to_vec();
        channels.push(key.clone());
        let data = Bytes::from(data.to_string());
        self.hub.publish(Message { seq, event: "score.updated".into(), channels, key, data }).await;
        seq
    }

    pub async fn client(&self) -> Client {
        self.client_of("app").await
    }

    pub async fn client_of(&self, key: &str) -> Client {
        let mut client = self.connect(key, "?protocol=7&client=test").await;
        let event = client.event().await;
        assert_eq!(event.name, "pusher:connection_established", "{event:?}");
        client.socket_id = event.data["socket_id"].as_str().expect("an id").to_owned();
        client.connected_at =
            event.data["resume"]["seq"].as_str().map(number_of).unwrap_or_default();
        client
    }

    /// The hub behind a listener whose streams are not TCP.
    pub fn listen_on_path(&self, path: &std::path::Path) {
        let app = Router::new().route("/app/{key}", get(connect)).with_state(self.hub.clone());
        let listener = tokio::net::UnixListener::bind(path).expect("a path");
        tokio::spawn(async move { axum::serve(listener, app).await });
    }

    pub async fn connect(&self, key: &str, query: &str) -> Client {
        let url = format!("ws://{}/app/{key}{query}", self.addr);
        let (socket, _) = tokio_tungstenite::connect_async(url).await.expect("upgraded");
        Client { socket, socket_id: String::new(), connected_at: 0 }
    }

    /// Waits until the counters say so.
    pub async fn until(&self, what: &str, mut holds: impl FnMut(live::Stats) -> bool) {
        let end = tokio::time::Instant::now() + PATIENCE;
        while !holds(self.hub.stats()) {
            assert!(tokio::time::Instant::now() < end, "{what}: {:?}", self.hub.stats());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn connect(State(hub): State<Hub>, Path(key): Path<String>, request: Request) -> Response {
    let bound = |max_channels, max_sockets| {
        let options = ConnectOptions::new(key.as_str(), max_channels);
        ConnectOptions { max_sockets, ..options }
    };
    let from = |place: &str| ConnectOptions::new("owner", 9).owned_by("owner", 4).sharing(place, 2);
    match key.as_str() {
        "far" | "near" | "third" => hub.upgrade(request, from(&key)).await,
        "proven" => {
            hub.upgrade(request, ConnectOptions::new("owner", 9).owned_by("owner", 4)).await
        }
        "unknown" => {
            hub.refuse(request, CloseCode::UnknownKey, "There is no app with this key.").await
        }
        "small" => hub.upgrade(request, bound(2, 1)).await,
        _ => hub.upgrade(request, ConnectOptions::new(key, 100)).await,
    }
}

async fn stream(
    State(hub): State<Hub>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let channels: Vec<String> = query["channels"].split(',').map(str::to_owned).collect();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    match hub.sse(&channels, last, &ConnectOptions::new("streams", 10)).await {
        Ok(response) => response,
        Err(refusal) => (http::StatusCode::BAD_REQUEST, refusal.to_string()).into_response(),
    }
}

/// `"1750-0"` as a number.
pub fn number_of(seq: &str) -> u64 {
    seq.strip_suffix("-0").and_then(|digits| digits.parse().ok()).expect("a seq")
}

/// One Pusher event; `data` is read if it came as a string.
#[derive(Debug)]
pub struct Event {
    pub name: String,
    pub channel: Option<String>,
    pub data: Value,
    /// Whether data came as a string.
    pub data_is_text: bool,
}

impl Event {
    pub fn read(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).expect("JSON");
        let data = match &value["data"] {
            Value::String(inner) => serde_json::from_str(inner).expect("JSON in data"),
            other => other.clone(),
        };
        Self {
            name: value["event"].as_str().expect("a name").to_owned(),
            channel: value["channel"].as_str().map(str::to_owned),
            data_is_text: value["data"].is_string(),
            data,
        }
    }

    pub fn seq(&self) -> u64 {
        number_of(self.data["seq"].as_str().expect("a seq"))
    }
}

/// A client on tungstenite.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub socket_id: String,
    pub connected_at: u64,
}

impl Client {
    pub async fn send(&mut self, text: impl Into<String>) {
        self.send_raw(tungstenite::Message::text(text.into())).await;
    }

    pub async fn send_raw(&mut self, message: tungstenite::Message) {
        self.socket.send(message).await.expect("sent");
    }

    pub async fn frame(&mut self) -> tungstenite::Message {
        let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("in time");
        next.expect("not ended").expect("a frame")
    }

    /// The next event; pings are answered on the way.
    pub async fn event(&mut self) -> Event {
        loop {
            match self.frame().await {
                tungstenite::Message::Text(text) => return Event::read(&text),
                tungstenite::Message::Ping(_) | tungstenite::Message::Pong(_) => {}
                other => panic!("not an event: {other:?}"),
            }
        }
    }

    /// Reads on until the server closes; the close code.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            if let tungstenite::Message::Close(close) = self.frame().await {
                return close.expect("with a code").code.into();
            }
        }
    }

    pub async fn ask(&mut self, event: &str, data: Value) {
        self.send(json!({"event": event, "data": data}).to_string()).await;
    }

    /// Subscribes and returns the answer's data.
    pub async fn subscribe(&mut self, channel: &str) -> Value {
        self.ask("pusher:subscribe", json!({"auth": "", "channel": channel})).await;
        self.subscribed(channel).await
    }

    pub async fn resume(&mut self, channel: &str, epoch: &str, seq: u64) -> Value {
        let resume = json!({"epoch": epoch, "seq": format!("{seq}-0")});
        self.ask("pusher:subscribe", json!({"channel": channel, "resume": resume})).await;
        self.subscribed(channel).await
    }

    async fn subscribed(&mut self, channel: &str) -> Value {
        let event = self.event().await;
        assert_eq!(event.name, "pusher_internal:subscription_succeeded", "{event:?}");
        assert_eq!(event.channel.as_deref(), Some(channel));
        assert!(event.data_is_text);
        event.data
    }

    /// The next event, which must be an error; its code and sentence.
    pub async fn error(&mut self) -> (u64, String) {
        let event = self.event().await;
        assert_eq!(event.name, "pusher:error", "{event:?}");
        assert!(!event.data_is_text, "clients only understand an object");
        let message = event.data["message"].as_str().expect("a sentence").to_owned();
        (event.data["code"].as_u64().expect("a code"), message)
    }

    /// The refusal of a channel: its type and status, and what the error that follows says.
    pub async fn refusal(&mut self, channel: &str) -> (String, u64, (u64, String)) {
        let event = self.event().await;
        assert_eq!(event.name, "pusher:subscription_error", "{event:?}");
        assert_eq!(event.channel.as_deref(), Some(channel));
        assert!(event.data_is_text);
        let (code, why) = self.error().await;
        assert_eq!(event.data["error"], why.as_str());
        let kind = event.data["type"].as_str().expect("a type").to_owned();
        (kind, event.data["status"].as_u64().expect("a status"), (code, why))
    }

    /// Shows that nothing is waiting to be read.
    pub async fn is_quiet(&mut self) {
        self.ask("pusher:ping", json!({})).await;
        assert_eq!(self.event().await.name, "pusher:pong");
    }
}

/// A client that speaks bytes, to do what libraries do not.
pub struct Raw(pub std::net::TcpStream);

impl Raw {
    /// Connects and reads the answer's head, which is returned.
    pub fn connect(
        addr: SocketAddr,
        key: &str,
        extra: &str,
        receive_buffer: usize,
    ) -> (Self, String) {
        let domain = socket2::Domain::IPV4;
        let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None).expect("a socket");
        if receive_buffer > 0 {
            socket.set_recv_buffer_size(receive_buffer).expect("a size");
        }
        socket.connect(&addr.into()).expect("connected");
        let mut stream: std::net::TcpStream = socket.into();
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let head = format!(
            "GET /app/{key}?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extra}\r\n"
        );
        stream.write_all(head.as_bytes()).expect("written");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            answer.push(byte[0]);
        }
        (Self(stream), String::from_utf8(answer).expect("text"))
    }

    /// Sends one masked frame.
    pub fn send(&mut self, first: u8, payload: &[u8]) {
        self.0.write_all(&masked(first, payload)).expect("written");
    }

    /// Reads one frame: its first byte and payload; `None` at the end.
    pub fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).ok()?;
        let len = match head[1] {
            126 => {
                let mut len = [0; 2];
                self.0.read_exact(&mut len).ok()?;
                usize::from(u16::from_be_bytes(len))
            }
            127 => {
                let mut len = [0; 8];
                self.0.read_exact(&mut len).ok()?;
                usize::try_from(u64::from_be_bytes(len)).expect("fits")
            }
            len => usize::from(len),
        };
        let mut payload = vec![0; len];
        self.0.read_exact(&mut payload).ok()?;
        Some((head[0], payload))
    }

    pub fn subscribe(&mut self, channel: &str) {
        let text = json!({"event": "pusher:subscribe", "data": {"channel": channel}}).to_string();
        self.send(0x81, text.as_bytes());
    }
}

pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | u8::try_from(len).expect("short")),
        len => {
            out.push(0x80 | 126);
            out.extend_from_slice(&u16::try_from(len).expect("fits").to_be_bytes());
        }
    }
    let mask = [1, 2, 3, 4];
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key));
    out
}

/// The code in a close frame.
pub fn code_in(payload: &[u8]) -> u16 {
    u16::from_be_bytes([payload[0], payload[1]])
}
