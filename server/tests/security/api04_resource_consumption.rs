//! API4, unrestricted resource consumption: too much, too deep, too slow.
//!
//! Also tried: bodies and pages of the keys (`keys::rest`), limits by plan (`limits`), frames that are
//! too large or unpack to too much, clients that ask without reading (`server/live/tests/hub`), an
//! upstream's answer that does not end (`server/upstream/tests/suite/network.rs`), ten thousand equal
//! questions (`docs::tests::proxy`).

use crate::{
    customer::Two,
    raw_requests::{Wire, rest},
    site::Site,
    world::World,
};
use std::{
    fmt::Write,
    time::{Duration, Instant},
};
use tokio::io::AsyncWriteExt;

/// Everything that takes a body, with what it takes.
const TAKERS: [(&str, &str); 6] = [
    ("/api/v1/keys", "application/json"),
    ("/api/v1/matches", "application/json"),
    ("/login", "application/x-www-form-urlencoded"),
    ("/fn/dashboard/keys/create", "application/x-www-form-urlencoded"),
    ("/fn/theme", "application/x-www-form-urlencoded"),
    ("/nowhere", "text/plain"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_refused_when_it_is_too_large_whether_it_says_so_or_not() {
    let wire = Wire::start(&[]).await;
    for (path, kind) in TAKERS {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\n"
        );
        let said = wire.send(format!("{head}Content-Length: 1000000000000\r\n\r\nname=x")).await;
        assert_eq!(said.status, 413, "{path}: {said:?}");

        let mut stream = wire.connect().await;
        let begun = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
        stream.write_all(begun.as_bytes()).await.unwrap();
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        let mut sent = 0;
        // It never says that it ends; the service does.
        while sent < 64 * 1024 * 1024 {
            match tokio::time::timeout(Duration::from_secs(2), stream.write_all(chunk.as_bytes()))
                .await
            {
                Ok(Ok(())) => sent += 0x1000,
                Ok(Err(_)) | Err(_) => break,
            }
        }
        assert!(sent < 16 * 1024 * 1024, "{path} takes in what never ends");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_not_waited_for_long() {
    let wire = Wire::start(&[]).await;
    let slow = TAKERS.map(|(path, kind)| {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: 100\r\n\r\nname"
        );
        wire.send(request)
    });
    let began = Instant::now();
    for reply in futures::future::join_all(slow).await {
        assert_eq!(reply.status, 408, "{reply:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_on_which_no_request_comes_is_closed() {
    let wire = Wire::start(&[]).await;
    let starts = ["", "P", "PRI * HTTP/2", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "];
    let closed = starts.map(|start| {
        let wire = &wire;
        async move {
            let mut stream = wire.connect().await;
            stream.write_all(start.as_bytes()).await.unwrap();
            rest(&mut stream).await;
        }
    });
    futures::future::join_all(closed).await;
}

#[tokio::test]
async fn lists_are_asked_for_in_bounds_and_each_that_is_not_is_named() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let token = key.token.reveal();
    for path in ["/matches", "/keys", "/sports/football/leagues"] {
        for limit in ["0", "-1", "501", "18446744073709551616", "1e3", "many", "%00"] {
            let answer = world.get(&format!("{path}?limit={limit}"), token).await;
            assert_eq!((answer.status.as_u16(), answer.fields()), (400, vec!["limit"]), "{limit}");
        }
        let cursor = "_!".repeat(4_000);
        let answer = world.get(&format!("{path}?cursor={cursor}"), token).await;
        assert_eq!((answer.status.as_u16(), answer.fields()), (400, vec!["cursor"]), "{path}");
    }
    let many = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    assert_eq!(world.get(&format!("/matches?ids={}", many(100)), token).await.status, 200);
    let answer = world.get(&format!("/matches?ids={}", many(101)), token).await;
    assert_eq!(answer.fields(), ["ids"]);
    let channels = vec!["sports.football.leagues.x"; 2_000].join(",");
    let answer = world.get(&format!("/stream?channels={channels}"), token).await;
    assert_eq!(answer.fields(), ["channels"]);
    let from = "/usage?from=2020-01-01&to=2026-01-01";
    assert_eq!(world.get(from, token).await.fields(), ["from"]);
    let ways = vec!["key"; 5_000].join(",");
    let answer = world.get(&format!("/usage?by={ways}"), token).await;
    assert_eq!(answer.status, 200, "a word said often is said once: {}", answer.body);
}

#[tokio::test]
async fn an_address_with_thousands_of_parameters_is_answered_at_once() {
    let world = World::start().await;
    let (_, key) = world.owner("a@example.com").await;
    let mut query = String::new();
    for n in 0..6_000 {
        write!(query, "p{n}=1&").unwrap();
    }
    for path in ["/matches", "/usage", "/keys", "/proxy/football/fixtures", "/sports"] {
        let began = Instant::now();
        let answer = world.get(&format!("{path}?{query}"), key.token.reveal()).await;
        assert!([200, 400].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
        assert!(answer.body.to_string().len() < 64 * 1024, "{path} repeats all of it");
        assert!(began.elapsed() < Duration::from_secs(5), "{path}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn json_that_is_deep_packed_or_full_of_members_is_refused_in_one_problem() {
    let two = Two::meet().await;
    let deep = format!("{}{}", "[".repeat(8_000), "]".repeat(8_000));
    let deep_member = format!("{{\"name\":{deep}}}");
    let members: Vec<String> = (0..1_000).map(|n| format!("\"m{n}\":1")).collect();
    let members = format!("{{{}}}", members.join(","));
    for body in [deep.as_str(), &deep_member, &members, "{\"name\":\"\\ud800\"}", "\u{0}"] {
        let answer = two.send("POST", "/keys", &two.own, body).await;
        assert_eq!(answer.status, 400, "{body:.40}");
        assert!((1..=30).contains(&answer.fields().len()), "{:?}", answer.fields());
    }
    // Two hundred bytes that would be a megabyte.
    let bomb = {
        let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        packed
            .extend_from_slice(&[0xed, 0xc1, 1, 1, 0, 0, 0, 0x80, 0x90, 0xfe, 0xaf, 0xee, 8, 0x0a]);
        packed
    };
    let bearer = crate::world::bearer(two.own.token.reveal());
    let headers = [
        ("authorization", &*bearer),
        ("content-type", "application/json"),
        ("content-encoding", "gzip"),
    ];
    let answer = crate::world::call(&two.rest, "POST", "/keys", &headers, bomb).await;
    assert_eq!(answer.status, 400, "a packed body is never unpacked: {}", answer.body);
}

/// Hashing a password takes memory and a core: a few at a time, and nobody else waits for them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_at_the_door_holds_nobody_else_up() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let rush: Vec<_> = (0..24)
        .map(|n| {
            let mut eve = site.browser(&format!("198.51.100.{n}"));
            tokio::spawn(async move { eve.login("ana@example.com", "a wrong guess").await.status })
        })
        .collect();
    let mut other = site.browser("192.0.2.9");
    for _ in 0..5 {
        let began = Instant::now();
        assert_eq!(other.get("/livez").await.status, 200);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    }
    for answer in rush {
        let status = answer.await.unwrap().as_u16();
        assert!([422, 429, 503].contains(&status), "{status}");
    }
}
