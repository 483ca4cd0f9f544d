//! Readers: the slow one gets all of it, the one that takes nothing is ended.

use crate::support::{Site, all, request, until};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const LARGE: &str = "/api/v1/matches?status=live&limit=500";

/// A service that is quick to lose patience, with a list of some megabytes.
async fn impatient(patience: u64) -> Site {
    let site = Site::start(|config| {
        config.rate_limit.enabled = false;
        config.connections.no_progress = Duration::from_millis(1_500);
        config.connections.patience = Duration::from_millis(patience);
    })
    .await;
    site.fill(500, 4_000);
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_takes_nothing_is_ended() {
    let site = impatient(20_000).await;
    let mut stream = site.narrow().await;
    request(&mut stream, LARGE, "").await;
    until("it is open", || site.running.connections.open() == 1).await;
    let begun = Instant::now();
    until("it is ended", || site.running.connections.open() == 0).await;
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    let got = all(&mut stream).await;
    assert!(got.len() < 1_000_000, "{}", got.len());
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_but_steady_reader_gets_all_of_a_large_answer() {
    // Far less than the answer takes, and time is not what decides.
    let site = impatient(300).await;
    let mut stream = site.narrow().await;
    request(&mut stream, LARGE, "Connection: close\r\n").await;
    let (mut read, mut piece, begun) = (Vec::new(), vec![0; 16 * 1_024], Instant::now());
    loop {
        let got = stream.read(&mut piece).await.expect("it goes on");
        if got == 0 {
            break;
        }
        read.extend_from_slice(&piece[..got]);
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    assert!(begun.elapsed() > Duration::from_secs(2), "too quick to show anything");
    let text = String::from_utf8(read).expect("text");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    assert_eq!(length.and_then(|length| length.parse().ok()), Some(body.len()), "{head}");
    assert!(body.len() > 2_000_000, "{}", body.len());
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_not_read_ends_and_frees_its_place() {
    let site = impatient(20_000).await;
    let mut stream = site.narrow().await;
    request(&mut stream, "/api/v1/stream?channels=sports&last_event_id=x:1-0", "").await;
    until("it is open", || site.app().hub.stats().streams == 1).await;
    until("it is ended", || site.app().hub.stats().streams == 0).await;
    until("its connection is", || site.running.connections.open() == 0).await;
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_read_stays_however_long_nothing_happens() {
    let site = impatient(300).await;
    let mut stream = site.narrow().await;
    request(&mut stream, "/api/v1/stream?channels=sports", "").await;
    until("it is open", || site.app().hub.stats().streams == 1).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(site.app().hub.stats().streams, 1);
    site.running.stop().await;
}

/// A client of HTTP/2 that allows no byte of any body: all is well between the two, but nothing
/// ever gets on.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_http2_that_opens_no_window_is_ended() {
    let site = impatient(500).await;
    let mut stream = site.narrow().await;
    let frame = |kind: u8, flags: u8, on: u8, payload: &[u8]| {
        let mut frame = vec![0, 0, u8::try_from(payload.len()).expect("short"), kind, flags];
        frame.extend_from_slice(&[0, 0, 0, on]);
        frame.extend_from_slice(payload);
        frame
    };
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    // SETTINGS_INITIAL_WINDOW_SIZE is 0.
    bytes.extend(frame(4, 0, 0, &[0, 4, 0, 0, 0, 0]));
    let mut head = vec![0x82, 0x86, 0x04, u8::try_from(LARGE.len()).expect("short")];
    head.extend_from_slice(LARGE.as_bytes());
    head.extend_from_slice(&[0x01, 1, b'x']);
    bytes.extend(frame(1, 5, 1, &head));
    stream.write_all(&bytes).await.expect("is sent");
    let begun = Instant::now();
    let got = all(&mut stream).await;
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    assert!(!got.is_empty(), "HTTP/2 is spoken");
    until("it is gone", || site.running.connections.open() == 0).await;
    site.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_with_a_small_window_is_not_cut_while_it_takes_something() {
    let site = Site::start(|config| config.rate_limit.enabled = false).await;
    site.fill(500, 4_000);
    let mut stream = site.narrow().await;
    request(&mut stream, LARGE, "").await;
    let (mut piece, mut read, begun) = (vec![0; 1_000], 0, Instant::now());
    // Longer than a client that takes nothing would be given.
    while begun.elapsed() < Duration::from_secs(45) {
        let got = stream.read(&mut piece).await.expect("it goes on");
        assert!(got > 0, "it ended after {read} bytes and {:?}", begun.elapsed());
        read += got;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(read < 2_000_000, "too quick to show anything: {read}");
    site.running.stop().await;
}
