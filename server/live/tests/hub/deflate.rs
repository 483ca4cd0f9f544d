//! permessage-deflate, by hand: the test library has none.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use live::HubConfig;

use crate::support::{Event, Raw, World};

const OFFER: &str = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

fn unpack(payload: &[u8]) -> String {
    let mut out = Vec::with_capacity(64 * 1024);
    let input = [payload, &[0, 0, 0xFF, 0xFF]].concat();
    Decompress::new(false)
        .decompress_vec(&input, &mut out, FlushDecompress::Sync)
        .expect("deflate");
    String::from_utf8(out).expect("text")
}

fn pack(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 1024);
    Compress::new(Compression::default(), false)
        .compress_vec(text.as_bytes(), &mut out, FlushCompress::Sync)
        .expect("packed");
    out.truncate(out.len() - 4);
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn large_messages_are_compressed_for_those_who_offered_it() {
    let world = World::start_padded(HubConfig::default(), 500).await;
    let addr = world.addr;
    let mut plain = world.client().await;
    plain.subscribe("sports").await;
    let raw = tokio::task::spawn_blocking(move || {
        let (mut raw, head) = Raw::connect(addr, "app", OFFER, 0);
        let head = head.to_lowercase();
        assert!(head.contains(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        ));
        let (first, greeting) = raw.frame().expect("greeting");
        assert_eq!(first, 0x81, "small messages are not compressed");
        assert!(String::from_utf8_lossy(&greeting).contains("connection_established"));
        raw.send(0xC1, &pack(r#"{"event":"pusher:subscribe","data":{"channel":"sports"}}"#));
        raw.frame().expect("answer");
        raw
    });
    let mut raw = raw.await.expect("subscribed");
    for _ in 0..3 {
        world.change(1).await;
    }
    tokio::task::spawn_blocking(move || {
        for seq in 1..=3 {
            let (first, payload) = raw.frame().expect("a message");
            assert_eq!(first, 0xC1);
            assert!(payload.len() < 400);
            assert_eq!(Event::read(&unpack(&payload)).seq(), seq);
        }
    })
    .await
    .expect("read");
    for seq in 1..=3 {
        assert_eq!(plain.event().await.seq(), seq);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_cannot_be_kept_falls_back_to_plain() {
    let world = World::start_padded(HubConfig::default(), 500).await;
    let addr = world.addr;
    tokio::task::spawn_blocking(move || {
        let offer = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n";
        let (mut raw, head) = Raw::connect(addr, "app", offer, 0);
        assert!(!head.to_lowercase().contains("sec-websocket-extensions"));
        assert_eq!(raw.frame().expect("greeting").0, 0x81);
    })
    .await
    .expect("connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compressed_bomb_closes_with_1009() {
    let world = World::start(HubConfig::default()).await;
    let addr = world.addr;
    tokio::task::spawn_blocking(move || {
        let (mut raw, _) = Raw::connect(addr, "app", OFFER, 0);
        raw.frame().expect("greeting");
        raw.send(0xC1, &pack(&"a".repeat(1 << 20)));
        let (first, payload) = raw.frame().expect("a close");
        assert_eq!((first, crate::support::code_in(&payload)), (0x88, 1009));
    })
    .await
    .expect("closed");
}
