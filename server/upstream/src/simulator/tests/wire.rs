//! The wire: every shape parses, and has the keys of a recorded one.

use super::*;
pub(super) use folder::recordings;
use std::collections::BTreeSet;

#[path = "../../../tests/suite/folder.rs"]
mod folder;

fn recorded(file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(recordings()?.join("football").join(file))
        .expect("a readable recording");
    Some(serde_json::from_str(&text).expect("a recording is JSON"))
}

/// Every key by its path; the elements of a list count as one.
fn keys(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let path = format!("{path}.{name}");
                into.insert(path.clone());
                keys(value, &path, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, &format!("{path}[]"), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(super) fn keys_of(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    keys(value, "", &mut found);
    found
}

/// The number of a match of a fully covered league in its second half.
fn covered(simulator: &Simulator) -> u64 {
    let answer = parsed(simulator, "/fixtures?live=all");
    let ids = rows(&answer).iter().filter(|row| row["fixture"]["status"]["short"] == "2H");
    ids.filter_map(|row| row["fixture"]["id"].as_u64())
        .find(|id| {
            !rows(&parsed(simulator, &format!("/fixtures/statistics?fixture={id}"))).is_empty()
        })
        .expect("a covered match in its second half")
}

#[test]
fn rows_have_the_keys_of_recorded_rows_in_their_order() {
    let simulator = ordinary(1);
    let id = covered(&simulator);
    for (question, file) in [
        ("/fixtures?date=2026-10-01".to_owned(), "fixtures-date-2025-08-05-A.json"),
        ("/fixtures?live=all".to_owned(), "fixtures-live-5.json"),
        (format!("/fixtures?id={id}"), "fixture-id-7.json"),
        ("/leagues?current=true".to_owned(), "leagues-2.json"),
        ("/teams?league=2001&season=2026".to_owned(), "teams-1.json"),
        ("/standings?league=2001&season=2026".to_owned(), "standings-1.json"),
        ("/players/topscorers?league=2001&season=2026".to_owned(), "topscorers-1.json"),
        ("/status".to_owned(), "status-1.json"),
        (format!("/fixtures/lineups?fixture={id}"), "lineups-3.json"),
        (format!("/fixtures/statistics?fixture={id}"), "statistics-1.json"),
        (format!("/fixtures/events?fixture={id}"), "events-3.json"),
        ("/timezone".to_owned(), "timezone-1.json"),
    ] {
        let Some(theirs) = recorded(file) else { return };
        let ours = parsed(&simulator, &question);
        let mut theirs = keys_of(&theirs["response"]);
        // Recorded with `colors: null`; shirts are in another recording.
        if file == "lineups-3.json" {
            theirs.retain(|key| !key.contains("colors."));
        }
        let mut mine = keys_of(&ours["response"]);
        if file == "lineups-3.json" {
            mine.retain(|key| !key.contains("colors."));
        }
        assert_eq!(mine, theirs, "{question}");
    }
    // The order of keys in the text itself.
    let body = simulator.respond("/fixtures?date=2026-10-01").body;
    let places: Vec<_> = [
        "\"get\"",
        "\"parameters\"",
        "\"errors\"",
        "\"results\"",
        "\"paging\"",
        "\"response\"",
        "\"fixture\"",
        "\"league\"",
        "\"teams\"",
        "\"goals\"",
        "\"score\"",
    ]
    .iter()
    .map(|key| body.find(key).expect("the key is there"))
    .collect();
    assert!(places.is_sorted());
}

#[test]
fn every_endpoint_answers_in_its_shape() {
    let simulator = ordinary(2);
    let id = covered(&simulator);
    for question in [
        "/timezone".to_owned(),
        "/leagues?id=2001".to_owned(),
        "/leagues?country=England&current=true".to_owned(),
        "/teams?id=31001".to_owned(),
        "/v3/fixtures?live=all".to_owned(),
        "/fixtures?date=2026-10-01&timezone=Asia/Seoul".to_owned(),
        "/fixtures?date=2026-10-01&status=FT-1H-HT-2H".to_owned(),
        "/fixtures?league=2001&season=2026".to_owned(),
        "/fixtures?league=2001&season=2026&from=2026-09-28&to=2026-10-05".to_owned(),
        "/fixtures?team=31001&season=2026".to_owned(),
        "/fixtures?next=10".to_owned(),
        "/fixtures?league=2002&last=5".to_owned(),
        "/fixtures/rounds?league=2001&season=2026".to_owned(),
        format!("/fixtures?id={id}"),
        format!("/fixtures/events?fixture={id}"),
        format!("/fixtures/lineups?fixture={id}"),
        format!("/fixtures/players?fixture={id}"),
        "/players/topassists?league=2001&season=2026".to_owned(),
        "/players/topyellowcards?league=2001&season=2026".to_owned(),
        "/standings?team=31001&season=2026".to_owned(),
    ] {
        let answer = parsed(&simulator, &question);
        assert_eq!(answer["errors"], serde_json::json!([]), "{question}");
        let found = rows(&answer);
        assert!(!found.is_empty(), "{question}");
        assert_eq!(answer["results"], found.len(), "{question}");
    }
}

#[test]
fn the_live_list_holds_matches_in_play_with_their_events_only() {
    let simulator = ordinary(3);
    let answer = parsed(&simulator, "/fixtures?live=all");
    for row in rows(&answer) {
        let code = row["fixture"]["status"]["short"].as_str().expect("a code");
        assert!(matches!(code, "1H" | "HT" | "2H" | "ET" | "BT" | "P" | "INT" | "SUSP"), "{code}");
        assert!(row["events"].is_array() && row.get("lineups").is_none());
    }
    let league = &rows(&answer)[0]["league"]["id"];
    let one = parsed(&simulator, &format!("/fixtures?live={league}"));
    assert!(rows(&one).iter().all(|row| row["league"]["id"] == *league) && !rows(&one).is_empty());
}

#[test]
fn a_date_is_a_day_of_the_zone_asked_for() {
    let simulator = ordinary(3);
    let answer = parsed(&simulator, "/fixtures?date=2026-10-01&timezone=Asia/Seoul");
    for row in rows(&answer) {
        let date = row["fixture"]["date"].as_str().expect("a date");
        assert!(date.starts_with("2026-10-01T") && date.ends_with("+09:00"), "{date}");
        let instant = DateTime::parse_from_rfc3339(date).expect("RFC 3339");
        assert_eq!(instant.timestamp(), row["fixture"]["timestamp"].as_i64().expect("a number"));
    }
}

#[test]
fn complaints_read_as_the_vendors_do() {
    let simulator = ordinary(1);
    for (question, key, text) in [
        ("/fixtures?leaguee=39", "leaguee", "The Leaguee field do not exist."),
        ("/fixtures", "required", "At least one parameter is required."),
        ("/injuries", "required", "At least one parameter is required."),
        (
            "/teams?league=2001&season=2026&search=abc",
            "league",
            "The League field cannot be used with the Search field.",
        ),
        ("/fixtures?league=39", "season", "The Season field is required."),
        ("/fixtures/events", "fixture", "The Fixture field is required."),
        ("/players/topscorers?league=1", "season", "The Season field is required."),
        (
            "/fixtures?ids=1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16-17-18-19-20-21",
            "ids",
            "Maximum of 20 fixtures ids allowed.",
        ),
        (
            "/fixtures?live=all&date=2026-10-01",
            "live",
            "The Live field cannot be used with the Date field.",
        ),
        ("/nonsense", "endpoint", "This endpoint do not exist."),
    ] {
        let answer = parsed(&simulator, question);
        assert_eq!(answer["errors"][key], text, "{question}");
        assert_eq!((&answer["results"], &answer["response"]), (&0.into(), &serde_json::json!([])));
    }
    let answer = parsed(&simulator, "/injuries");
    assert_eq!(answer["parameters"], serde_json::json!([]));
    assert_eq!(parsed(&simulator, "/leagues?id=1&name=a%20b")["parameters"]["name"], "a b");
}

#[test]
fn twenty_matches_come_by_their_numbers_with_everything_in_them() {
    let simulator = ordinary(3);
    let answer = parsed(&simulator, "/fixtures?live=all");
    let ids: Vec<String> =
        rows(&answer).iter().take(20).map(|row| row["fixture"]["id"].to_string()).collect();
    let answer = parsed(&simulator, &format!("/fixtures?ids={}", ids.join("-")));
    assert_eq!(rows(&answer).len(), 20);
    for row in rows(&answer) {
        for key in ["events", "lineups", "statistics", "players"] {
            assert!(row[key].is_array(), "{key}");
        }
    }
}

#[test]
fn some_leagues_share_a_plain_name() {
    let simulator = ordinary(1);
    let answer = parsed(&simulator, "/leagues?name=Premier Division".replace(' ', "%20").as_str());
    let countries: BTreeSet<&str> =
        rows(&answer).iter().filter_map(|row| row["country"]["name"].as_str()).collect();
    assert!(countries.len() >= 2, "{countries:?}");
}

#[test]
fn the_table_adds_up() {
    let simulator = ordinary(6);
    let answer = parsed(&simulator, "/standings?league=2001&season=2026");
    let table = rows(&answer)[0]["league"]["standings"][0].as_array().expect("a table");
    assert_eq!(table.len(), 20);
    let (mut scored, mut conceded) = (0, 0);
    let mut above = u64::MAX;
    for line in table {
        let number =
            |pointer: &str| line.pointer(pointer).and_then(Value::as_u64).expect("a number");
        assert_eq!(number("/points"), number("/all/win") * 3 + number("/all/draw"));
        assert_eq!(number("/all/played"), number("/home/played") + number("/away/played"));
        assert!(number("/points") <= above);
        above = number("/points");
        scored += number("/all/goals/for");
        conceded += number("/all/goals/against");
    }
    assert_eq!(scored, conceded);
    assert!(scored > 0);
}

#[tokio::test]
async fn a_client_reads_it_over_http() {
    let simulator = ordinary(1);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move { axum::serve(listener, simulator.router()).await });
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let ask =
        |path: &str| client.get(format!("http://{address}{path}")).header("x-apisports-key", "any");
    let reply = ask("/v3/fixtures?live=all").send().await.expect("an answer");
    assert_eq!(reply.headers()["x-ratelimit-requests-limit"], "150000");
    assert_eq!(reply.headers()["x-ratelimit-limit"], "1200");
    let body = reply.text().await.expect("a body");
    assert!(
        body.starts_with(r#"{"get":"fixtures","parameters":{"live":"all"},"errors":[],"results":"#)
    );
    let posted = client.post(format!("http://{address}/fixtures")).send().await.expect("an answer");
    assert_eq!(posted.status(), 405);
    server.abort();
}
