//! What was told on a channel, asked for instead of listened to.

use super::three_matches;
use crate::support::{
    client::{Event, Holding, Socket, essence},
    eventually,
    service::{Service, service},
    upstream::{Upstream, fixture, score},
};
use serde_json::{Value, json};
use server::clock::Clock;
use std::time::Duration;

/// The changes of a channel after a position, page after page, and where to go on.
async fn told(service: &Service, channel: &str, after: &str, limit: usize) -> (Vec<Value>, String) {
    let (mut rows, mut next) = (Vec::new(), after.to_owned());
    loop {
        let path = format!("/api/v1/changes?channel={channel}&after={next}&limit={limit}");
        let page = service.http.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        let body = page.json();
        next = body["next"].as_str().expect("says where to go on").to_owned();
        assert_eq!(page.header("x-position"), next, "{path}");
        let data = body["data"].as_array().expect("is a list");
        assert!(data.len() <= limit, "{path}");
        rows.extend(data.iter().cloned());
        if data.len() < limit {
            return (rows, next);
        }
    }
}

/// Give the home side of a match so many goals, and wait until that is told.
async fn goals(upstream: &Upstream, service: &Service, id: u64, goals: u32) {
    let before = service.app.position();
    upstream.edit(id, |row| score(row, goals, 0));
    eventually("the goal to be told", 10, || async {
        (service.app.position().seq > before.seq).then_some(())
    })
    .await;
}

#[tokio::test]
async fn changes_after_a_position_are_those_a_socket_hears_in_order() {
    let (upstream, service) = three_matches().await;
    let mut socket = Socket::connect(&service.socket()).await;
    socket.subscribe("sports.football", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    let list = service.http.get("/api/v1/matches").await;
    let begin = list.header("x-position");
    let mut heard = Vec::new();
    for (id, score) in [(11, 3), (12, 4), (11, 4), (13, 5)] {
        goals(&upstream, &service, id, score).await;
        heard.push(socket.expect("score.updated").await.data);
    }
    let now = service.app.position().to_string();
    for limit in [1, 2, 3, 4, 500] {
        for channel in ["sports", "sports.football", "sports.football.leagues.test-league"] {
            let (rows, next) = told(&service, channel, begin, limit).await;
            assert_eq!(rows, heard, "{channel} by {limit}");
            assert_eq!(next, now, "{channel} by {limit}");
        }
    }
    let one = "sports.football.leagues.test-league.matches.11";
    let (rows, next) = told(&service, one, begin, 100).await;
    assert_eq!(rows, [heard[0].clone(), heard[2].clone()]);
    assert_eq!(next, now, "also past what other channels were told");
    assert_eq!(told(&service, "sports.hockey", begin, 100).await, (vec![], now.clone()));
    assert_eq!(told(&service, one, &now, 100).await, (vec![], now));
}

#[tokio::test]
async fn without_a_position_it_says_where_to_begin() {
    let (upstream, service) = three_matches().await;
    goals(&upstream, &service, 11, 3).await;
    let page = service.http.json("/api/v1/changes?channel=sports").await;
    assert_eq!(page, json!({"data": [], "next": service.app.position().to_string()}));
}

#[tokio::test]
async fn a_position_that_cannot_be_continued_is_gone() {
    let (_upstream, service) = three_matches().await;
    let before = service.app.position();
    let ahead = format!("{}:{}-0", before.epoch, before.seq.0 + 1);
    let gone = async |after: &str| {
        let reply =
            service.http.get(&format!("/api/v1/changes?channel=sports&after={after}")).await;
        (reply.status == 410).then(|| reply.json()["code"].clone())
    };
    let refused = Some(json!("position_gone"));
    assert_eq!(gone("long-gone:0-0").await, refused, "another life of the log");
    assert_eq!(gone(&ahead).await, refused, "nobody gave it out");
    assert_eq!(gone(&before.to_string()).await, None);
    // So many that the first of them are kept no longer.
    for seq in before.seq.0 + 1..=before.seq.0 + 20_001 {
        service.app.hub.publish_now(live::Message {
            seq,
            event: "match.updated".into(),
            channels: vec!["sports".into()],
            key: "sports".into(),
            data: "{}".into(),
        });
    }
    assert_eq!(gone(&before.to_string()).await, refused, "the log no longer reaches back");
    assert_eq!(gone(&ahead).await, None, "the first that it still reaches back to");
}

#[tokio::test]
async fn what_is_no_channel_or_no_position_is_named() {
    let (_upstream, service) = three_matches().await;
    for (query, field) in [
        ("", "channel"),
        ("channel=", "channel"),
        ("channel=sports.cricket", "channel"),
        ("channel=private-admin", "channel"),
        ("channel=sports.football.leagues.nowhere", "channel"),
        ("channel=sports.football.leagues.900", "channel"),
        ("channel=sports&after=yesterday", "after"),
        ("channel=sports&limit=0", "limit"),
        ("channel=sports&limit=501", "limit"),
    ] {
        let reply = service.http.get(&format!("/api/v1/changes?{query}")).await;
        assert_eq!(reply.status, 400, "{query}");
        assert_eq!(reply.json()["errors"][0]["field"], json!(field), "{query}");
    }
}

/// Lists are taken all the while, so that many fall between a change shown and the same change told.
#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_from_the_place_of_a_list_misses_nothing_while_scores_move() {
    const GOALS: u32 = 60;
    let upstream = Upstream::default();
    (11..14).for_each(|id| upstream.put(fixture(id, 0, 0)));
    let url = upstream.start().await;
    // The live list is read some thirty times a second.
    let clock = Clock::with_speed(chrono::Utc::now(), 100.0);
    let every = Duration::from_millis(10);
    let service = service().clock(clock).follow(&url, every).start().await;
    let list = "/api/v1/matches?include=lineups,statistics";
    eventually("three matches", 10, || async {
        (service.http.all(list).await.len() == 3).then_some(())
    })
    .await;
    let playing = tokio::spawn(async move {
        for goals in 1..=GOALS {
            (11..14).for_each(|id| upstream.edit(id, |row| score(row, goals, 0)));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let mut lists = Vec::new();
    while !playing.is_finished() {
        lists.push(service.http.get(list).await);
        tokio::time::sleep(Duration::from_millis(7)).await;
    }
    let last = eventually("the last goal to be told", 20, || async {
        let rows = service.http.all(list).await;
        let shown = rows.iter().all(|row| row["competitors"][0]["score"] == GOALS);
        let head = service.app.log.head().await.expect("is read");
        (shown && service.app.position().seq == head).then_some(rows)
    })
    .await;
    assert!(lists.len() > 50, "{} lists are too few to show anything", lists.len());
    for taken in lists {
        let mut holding = Holding::default();
        let rows = taken.json()["data"].as_array().expect("is a list").clone();
        rows.into_iter().for_each(|row| holding.show(row));
        let begin = taken.header("x-position");
        for data in told(&service, "sports.football", begin, 50).await.0 {
            holding.hear(&Event { name: String::new(), channel: String::new(), data });
        }
        assert!(holding.gaps.is_empty(), "from {begin}: {:?}", holding.gaps);
        for row in &last {
            let held = &holding.matches[row["id"].as_str().expect("an id")];
            assert_eq!(essence(held), essence(row), "from {begin}");
        }
    }
}
