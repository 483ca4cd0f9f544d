//! The client against a network that misbehaves.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use upstream::client::{
    Auth, Client, ClientConfig, ClientConfigError, ErrorClass, Query, Secret, UpstreamError,
};

const KEY: &str = "s3cr3t-key-of-ours";

/// Sends raw bytes and gives back all that comes.
pub async fn say(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    stream.write_all(request.as_bytes()).await.expect("writes");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.expect("reads");
    reply
}

/// A server that gives every connection the same bytes, and what it was asked.
async fn canned(reply: Vec<u8>) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("has an address");
    let (asked, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 8_192];
            let read = stream.read(&mut request).await.unwrap_or(0);
            let _ = asked.send(String::from_utf8_lossy(&request[..read]).into_owned());
            let _ = stream.write_all(&reply).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), receiver)
}

fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

const GOOD: &str = r#"{"get":"status","parameters":[],"errors":[],"response":[]}"#;

fn client(base: &str, auth: Auth) -> Client {
    let config = ClientConfig { timeout: Duration::from_secs(2), ..ClientConfig::new(base, auth) };
    Client::new(config).expect("is good")
}

async fn failure(base: &str) -> UpstreamError {
    let auth = Auth::Direct { key: KEY.into() };
    client(base, auth).get(&Query::new("status")).await.expect_err("is an error").error
}

#[tokio::test]
async fn the_direct_host_gets_one_header_and_the_gateway_two() {
    let (base, mut asked) = canned(reply("200 OK", "", GOOD)).await;
    let query = Query::new("fixtures/events").with("fixture", 7).with("type", "a b&c");
    let auth = Auth::Direct { key: KEY.into() };
    client(&base, auth).get(&query).await.expect("a good answer");
    let request = asked.recv().await.expect("was asked").to_lowercase();
    assert!(
        request.starts_with("get /fixtures/events?fixture=7&type=a+b%26c http/1.1"),
        "{request}"
    );
    assert!(request.contains(&format!("x-apisports-key: {KEY}")), "{request}");
    assert!(!request.contains("rapidapi"), "{request}");

    let auth = Auth::Rapid { key: KEY.into(), host: "api-football-v1.p.rapidapi.com".to_owned() };
    client(&format!("{base}/v3/"), auth).get(&Query::new("status")).await.expect("a good answer");
    let request = asked.recv().await.expect("was asked").to_lowercase();
    assert!(request.starts_with("get /v3/status http/1.1"), "{request}");
    assert!(request.contains(&format!("x-rapidapi-key: {KEY}")), "{request}");
    assert!(request.contains("x-rapidapi-host: api-football-v1.p.rapidapi.com"), "{request}");

    client(&base, Auth::None).get(&Query::new("status")).await.expect("a good answer");
    let request = asked.recv().await.expect("was asked").to_lowercase();
    assert!(!request.contains("-key:"), "{request}");
}

#[tokio::test]
async fn the_budget_comes_with_answers_and_with_failures() {
    let headers = "X-RateLimit-Limit: 300\r\nx-ratelimit-requests-remaining: 12\r\n";
    let (base, _asked) = canned(reply("200 OK", headers, GOOD)).await;
    let answer = client(&base, Auth::None).get(&Query::new("status")).await.expect("a good answer");
    assert_eq!(answer.budget().minute_limit, Some(300));
    let (base, _asked) = canned(reply("500 Oh", headers, "")).await;
    let error =
        client(&base, Auth::None).get(&Query::new("status")).await.expect_err("is an error");
    assert_eq!(error.budget.day_remaining, Some(12));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_key_goes_nowhere_else() {
    let (elsewhere, mut strayed) = canned(reply("200 OK", "", GOOD)).await;
    let (base, _asked) =
        canned(reply("302 Found", &format!("location: {elsewhere}\r\n"), "")).await;
    let error = failure(&base).await;
    assert!(matches!(error, UpstreamError::Unexpected { .. }), "{error}");
    assert!(strayed.try_recv().is_err());
}

#[tokio::test]
async fn silence_ends_in_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("has an address"));
    let timeout = Duration::from_millis(200);
    let client = Client::new(ClientConfig { timeout, ..ClientConfig::new(base, Auth::None) });
    let began = Instant::now();
    let failure =
        client.expect("is good").get(&Query::new("status")).await.expect_err("is an error");
    assert_eq!(failure.error, UpstreamError::Timeout { after: timeout });
    assert_eq!(failure.class(), ErrorClass::Retry);
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(listener);
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("has an address"));
    drop(listener);
    let error = failure(&base).await;
    assert!(matches!(error, UpstreamError::Unreachable { .. }), "{error}");
    assert!(!error.to_string().contains(&base), "{error}");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    let cut =
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\nconnection: close\r\n\r\n{\"get\":".to_vec();
    let (base, _asked) = canned(cut).await;
    let error = failure(&base).await;
    assert!(matches!(error, UpstreamError::NotJson { .. }), "{error}");
    assert_eq!(error.class(), ErrorClass::Retry);
}

#[tokio::test]
async fn a_body_without_end_is_dropped() {
    let mut endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    endless.resize(17 * 1024 * 1024, b' ');
    let (base, _asked) = canned(endless).await;
    let config =
        ClientConfig { timeout: Duration::from_secs(20), ..ClientConfig::new(base, Auth::None) };
    let client = Client::new(config).expect("is good");
    let failure = client.get(&Query::new("status")).await.expect_err("is an error");
    assert_eq!(failure.error, UpstreamError::TooLarge { limit: 16 * 1024 * 1024 });
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let auth = Auth::Direct { key: Secret::new(KEY) };
    let echo = format!(r#"{{"errors":{{"token":"The key {KEY} is unknown."}},"response":[]}}"#);
    let (base, _asked) = canned(reply("200 OK", "", &echo)).await;
    let client = client(&base, auth.clone());
    let failure = client.get(&Query::new("status")).await.expect_err("is an error");
    let config = ClientConfig::new(base, auth);
    for shown in
        [format!("{failure}"), format!("{failure:?}"), format!("{client:?}"), format!("{config:?}")]
    {
        assert!(!shown.contains(KEY), "{shown}");
    }
    assert!(failure.to_string().contains("The key ••• is unknown."), "{failure}");
}

#[test]
fn a_bad_configuration_is_refused_in_one_sentence() {
    let make = |base: &str, auth: Auth| Client::new(ClientConfig::new(base, auth)).map(|_| ());
    for base in
        ["", "v3.football.api-sports.io", "ftp://x", "http://", "https://a:b@c.io", "data:x"]
    {
        let base_url = base.to_owned();
        assert_eq!(make(base, Auth::None), Err(ClientConfigError::BaseUrl { base_url }), "{base}");
    }
    let http = "http://127.0.0.1:1";
    for key in ["", "a\nb"] {
        assert_eq!(make(http, Auth::Direct { key: key.into() }), Err(ClientConfigError::Key));
    }
    let host = String::new();
    let auth = Auth::Rapid { key: KEY.into(), host: host.clone() };
    assert_eq!(make(http, auth), Err(ClientConfigError::Host { host }));
}

#[test]
fn a_client_for_a_secure_host_can_be_made() {
    let auth = Auth::Direct { key: KEY.into() };
    let made = Client::new(ClientConfig::new("https://v3.football.api-sports.io", auth));
    // A machine without certificates says so; it does not panic.
    assert!(matches!(made, Ok(_) | Err(ClientConfigError::Tls { .. })));
}
