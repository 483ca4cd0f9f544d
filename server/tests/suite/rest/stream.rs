use super::three_matches;
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

/// Reads events of a stream as they come.
struct Events {
    body: std::pin::Pin<Box<dyn futures::Stream<Item = reqwest::Result<bytes::Bytes>> + Send>>,
    text: String,
}

struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Events {
    async fn open(url: &str, last: Option<&str>) -> Self {
        let mut request = reqwest::Client::new().get(url);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let reply = request.send().await.unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        Self { body: Box::pin(reply.bytes_stream()), text: String::new() }
    }

    async fn next(&mut self) -> Event {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let event = Event {
                    name: field("event:"),
                    id: field("id:"),
                    data: serde_json::from_str(&field("data:")).unwrap_or(Value::Null),
                };
                self.text = rest.to_owned();
                if !event.name.is_empty() {
                    return event;
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.body.next()).await;
            let chunk = chunk.expect("something comes").expect("the stream goes on").unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

#[tokio::test]
async fn a_stream_begins_with_a_snapshot_tells_changes_and_resumes_after_the_last_one() {
    let (upstream, service) = three_matches().await;
    let base = service.socket().replace("ws://", "http://");
    let base = base.split("/app/").next().unwrap();
    let channel = "sports.football.leagues.test-league.matches.11";
    let url = format!("{base}/api/v1/stream?channels={channel}");
    let mut events = Events::open(&url, None).await;
    let snapshot = events.next().await;
    assert_eq!((snapshot.name.as_str(), &snapshot.data["id"]), ("match.snapshot", &json!("11")));
    upstream.edit(11, |f| f["goals"]["home"] = json!(1));
    let change = events.next().await;
    assert_eq!((change.name.as_str(), &change.data["version"]), ("score.updated", &json!(2)));
    assert_eq!(
        change.id,
        format!(
            "{}:{}",
            change.data["epoch"].as_str().unwrap(),
            change.data["seq"].as_str().unwrap()
        )
    );
    drop(events);

    upstream.edit(11, |f| f["goals"]["home"] = json!(2));
    crate::support::eventually("the second goal", 10, || async {
        let m = service.http.json("/api/v1/sports/football/leagues/test-league/matches/11").await;
        (m["version"] == 3).then_some(())
    })
    .await;
    let mut events = Events::open(&url, Some(&change.id)).await;
    let next = events.next().await;
    assert_eq!((next.name.as_str(), &next.data["version"]), ("score.updated", &json!(3)));
}

#[tokio::test]
async fn a_stream_of_no_channel_or_of_none_we_have_is_refused() {
    let (_upstream, service) = three_matches().await;
    for channels in ["", "?channels=sports.cricket", "?channels=sports.football.leagues.nowhere"] {
        let reply = service.http.get(&format!("/api/v1/stream{channels}")).await;
        assert_eq!(reply.status, 400, "{channels}");
        assert_eq!(reply.json()["errors"][0]["field"], json!("channels"));
    }
}
