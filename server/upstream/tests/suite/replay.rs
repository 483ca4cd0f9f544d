//! The replayer, asked over the wire by our own client.

use crate::folder::recordings;
use std::path::Path;
use tokio::net::TcpListener;
use upstream::{
    client::{Auth, Client, ClientConfig, Query},
    football,
    replay::{self, Replay, ReplayError},
};

/// Serves a folder on a port of its own and gives a client for it.
async fn serve(folder: &Path, prefix: &str) -> Client {
    let router = replay::router(Replay::load(folder).expect("the folder loads"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    Client::new(ClientConfig::new(format!("http://{address}{prefix}"), Auth::None))
        .expect("is good")
}

fn write(folder: &Path, name: &str, body: &str) {
    std::fs::write(folder.join(name), body).expect("writes");
}

fn recorded(get: &str, parameters: &str, row: u32) -> String {
    format!(r#"{{ "get":"{get}", "parameters":{parameters}, "errors":[], "response":[{row}] }}"#)
}

async fn rows(client: &Client, query: &Query) -> Vec<u32> {
    client.get(query).await.expect("a good answer").rows().expect("are numbers")
}

#[tokio::test]
async fn answers_to_one_query_come_in_order_of_file_name_and_the_last_one_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let live = r#"{"live":"all"}"#;
    write(folder.path(), "live-2.json", &recorded("fixtures", live, 2));
    write(folder.path(), "live-1.json", &recorded("fixtures", live, 1));
    write(folder.path(), "live-3.json", &recorded("fixtures", live, 3));
    write(folder.path(), "other.json", &recorded("fixtures", r#"{"id":7}"#, 70));
    let client = serve(folder.path(), "").await;
    let query = Query::new("fixtures").with("live", "all");
    for expected in [1, 2, 3, 3, 3] {
        assert_eq!(rows(&client, &query).await, [expected]);
        assert_eq!(rows(&client, &Query::new("fixtures").with("id", 7)).await, [70]);
    }
}

#[tokio::test]
async fn the_path_in_front_the_order_of_parameters_and_utc_make_no_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.json", &recorded("fixtures", r#"{"league":39,"season":"2025"}"#, 1));
    write(folder.path(), "b.json", &recorded("fixtures/events", r#"{"fixture":"7"}"#, 2));
    write(folder.path(), "c.json", &recorded("games/", r#"{"live":"all","timezone":"UTC"}"#, 3));
    write(
        folder.path(),
        "d.json",
        &recorded("fixtures", r#"{"league":39,"season":2025,"timezone":"Asia/Seoul"}"#, 4),
    );
    let turned = Query::new("fixtures").with("season", 2025).with("league", 39);
    for prefix in ["", "/", "/v3", "/v3/", "/some/where/v3"] {
        let client = serve(folder.path(), prefix).await;
        assert_eq!(rows(&client, &turned).await, [1], "{prefix}");
        assert_eq!(rows(&client, &turned.clone().with("timezone", "UTC")).await, [1], "{prefix}");
        let seoul = turned.clone().with("timezone", "Asia/Seoul");
        assert_eq!(rows(&client, &seoul).await, [4], "{prefix}");
        let events = Query::new("fixtures/events").with("fixture", 7);
        assert_eq!(rows(&client, &events).await, [2], "{prefix}");
        assert_eq!(rows(&client, &Query::new("games").with("live", "all")).await, [3], "{prefix}");
    }
}

#[tokio::test]
async fn a_query_with_no_recording_is_answered_by_a_good_empty_envelope() {
    let folder = tempfile::tempdir().expect("a folder");
    let client = serve(folder.path(), "/v3").await;
    let query = Query::new("players/squads").with("team", "Ñ & co");
    let answer = client.get(&query).await.expect("a good answer");
    assert_eq!(answer.endpoint(), "players/squads");
    assert_eq!(answer.parameters().get("team").map(String::as_str), Some("Ñ & co"));
    assert_eq!((answer.results(), answer.response()), (Some(0), &b"[]"[..]));
    let answer = client.get(&Query::new("timezone")).await.expect("a good answer");
    assert_eq!(answer.endpoint(), "timezone");
    assert!(answer.parameters().is_empty());
    let budget = answer.budget();
    assert!(budget.day_remaining > Some(100_000) && budget.minute_remaining > Some(1_000));
}

#[tokio::test]
async fn a_recorded_error_is_an_error_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let body = r#"{"get":"fixtures","parameters":{"date":"2030-01-01"},
        "errors":{"plan":"Free plans do not have access to this date."},"response":[]}"#;
    write(folder.path(), "plan.json", body);
    let client = serve(folder.path(), "").await;
    let query = Query::new("fixtures").with("date", "2030-01-01");
    let failure = client.get(&query).await.expect_err("is an error");
    assert_eq!(failure.error.as_str(), "not_in_plan");
    assert!(failure.budget.day_remaining.is_some());
}

#[test]
fn files_that_are_no_recordings_are_listed_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "good.json", &recorded("fixtures", "[]", 1));
    write(folder.path(), "again.json", &recorded("/fixtures/", "{}", 2));
    write(folder.path(), "message.json", r#"{"message":"Something went wrong"}"#);
    write(folder.path(), "half.json", r#"{"get":"fixtures","response":["#);
    write(folder.path(), "list.json", "[]");
    write(folder.path(), "bare.json", r#"{"get":"fixtures","parameters":[]}"#);
    write(folder.path(), "notes.txt", "not looked at");
    std::fs::create_dir(folder.path().join("deeper.json")).expect("makes a folder");
    let summary = Replay::load(folder.path()).expect("loads").summary();
    assert_eq!(summary.queries, [("fixtures".to_owned(), 2)]);
    let ignored: Vec<_> = summary.ignored.iter().map(|it| it.file.as_str()).collect();
    assert_eq!(ignored, ["bare.json", "half.json", "list.json", "message.json"]);
    assert_eq!(summary.ignored[0].reason, "it has no “response”");
    let missing = Replay::load(folder.path().join("nowhere")).expect_err("is not there");
    assert!(matches!(missing, ReplayError::Folder { .. }));
}

#[tokio::test]
async fn the_recordings_of_football_come_back_byte_for_byte() {
    let Some(folder) = recordings() else { return };
    let folder = folder.join("football");
    let summary = Replay::load(&folder).expect("loads").summary();
    assert_eq!(summary.ignored, []);
    let answers: usize = summary.queries.iter().map(|(_, count)| count).sum();
    assert_eq!(answers, std::fs::read_dir(&folder).expect("lists").count());

    let client = serve(&folder, "/v3").await;
    let day = Query::new("fixtures").with("timezone", "UTC").with("date", "2025-08-08");
    for name in ["A", "B", "B"] {
        let answer = client.get(&day).await.expect("a good answer");
        let file = folder.join(format!("fixtures-date-2025-08-08-{name}.json"));
        assert_eq!(answer.body(), &std::fs::read(file).expect("reads"));
        assert_eq!(football::observations(&answer).expect("is a list").rows.len(), 309);
    }
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let router = replay::router(Replay::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let plain = crate::network::say(
        address,
        "POST /fixtures HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    assert!(plain.starts_with("HTTP/1.1 405"), "{plain}");
}
