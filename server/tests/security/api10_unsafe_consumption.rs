//! API10, unsafe consumption of APIs: an upstream that means harm.
//!
//! Also tried: answers that are no data, too large, or break off (`server/upstream/tests/suite`), and
//! addresses it may not send us to (`api07_request_forgery`).

use crate::{raw_requests::Wire, upstream::Upstream};
use serde_json::{Value, json};
use server::app::AppState;
use std::time::Duration;

const EVIL: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload=alert(1) \
                    <!--<script>\u{2028}{{7*7}}${7*7}";

fn fixture(name: &str, logo: &str) -> Value {
    let began = chrono::Utc::now() - chrono::TimeDelta::minutes(65);
    let team = |id: u32| json!({"id": id, "name": name, "logo": logo, "winner": null});
    let player = json!({"id": 9, "name": name});
    json!({
        "fixture": {
            "id": 5, "referee": name, "timezone": "UTC", "date": began.to_rfc3339(),
            "timestamp": began.timestamp(), "periods": {"first": null, "second": null},
            "venue": {"id": 1, "name": name, "city": name},
            "status": {"long": name, "short": "2H", "elapsed": 50, "extra": null}
        },
        "league": {"id": 900, "name": name, "country": name, "logo": logo, "flag": logo,
                   "season": 2026, "round": name},
        "teams": {"home": team(1), "away": team(2)},
        "goals": {"home": 1, "away": 0},
        "score": {"halftime": {"home": 1, "away": 0}, "fulltime": {"home": null, "away": null},
                  "extratime": {"home": null, "away": null}, "penalty": {"home": null, "away": null}},
        "events": [{"time": {"elapsed": 12, "extra": null}, "team": team(1), "player": player,
                    "assist": player, "type": "Goal", "detail": name, "comments": name}]
    })
}

/// A service that has taken that match in.
async fn shown(name: &str, logo: &str) -> (Wire, String) {
    let upstream = Upstream::default();
    upstream.play(fixture(name, logo));
    let url = upstream.start().await;
    let settings = [("UPSTREAM_FOOTBALL_BASE_URL", url.as_str()), ("RAPIDAPI_KEY", "x")];
    let wire = Wire::start(&settings).await;
    let path = taken_in(wire.app()).await;
    (wire, path)
}

async fn taken_in(app: &AppState) -> String {
    for mut poller in app.pollers().await.unwrap().into_values() {
        for _ in 0..3 {
            poller.run_once().await;
        }
    }
    let found = app.match_cache.select(|_| true);
    let entry = found.first().expect("the match is taken in");
    format!("/{}", entry.doc().channel.replace('.', "/"))
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_a_name_stays_text_on_every_page_and_in_its_data() {
    let (wire, path) = shown(EVIL, "https://x/a.png\" onerror=\"alert(1)").await;
    let league = path.split("/matches").next().unwrap().to_owned();
    let mut shown = 0;
    for target in ["/", "/live", &format!("{path}?tab=stats"), &path, &league, "/status"] {
        let reply = wire.get(target, "").await;
        assert_eq!(reply.status, 200, "{target}");
        let body = &reply.body;
        for broken_out in
            ["<script>alert", "<img src=x", "onerror=\"alert", "\" onload=", "<!--<script"]
        {
            assert!(!body.contains(broken_out), "{target} holds {broken_out}");
        }
        shown += body.matches("alert(1)").count();
        // A name that holds the end of a script must not end the one its data travels in.
        assert_eq!(body.matches("<script").count(), body.matches("</script>").count(), "{target}");
    }
    assert!(shown > 4, "the name is on the pages");
    let data = wire.get(&format!("/api/v1{path}"), "").await;
    assert_eq!(data.header("content-type"), Some("application/json"));
    let data: Value = serde_json::from_str(&data.body).unwrap();
    assert_eq!(data["competitors"][0]["name"], EVIL, "data is passed on as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_a_script_is_no_picture() {
    let (wire, path) = shown("Reds", "javascript:alert(1)").await;
    for target in ["/live", &path] {
        let body = wire.get(target, "").await.body;
        assert!(body.contains("Reds"), "{target}");
        assert!(!body.contains("href=\"javascript:"), "{target}");
        let data = wire.get(&format!("/api/v1{path}"), "").await.body;
        assert!(!data.contains("javascript:"), "{data}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_without_end_is_cut_and_the_rest_goes_on() {
    let long = "x".repeat(200_000);
    let (wire, path) = shown(&long, "https://x/a.png").await;
    assert!(path.len() < 400, "{path:.400}");
    for target in [&format!("/api/v1{path}"), &path, "/live"] {
        let reply = wire.get(target, "").await;
        assert_eq!(reply.status, 200, "{target}");
        assert!(reply.body.len() < 256 * 1024, "{target}: {} bytes", reply.body.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_out_of_all_bounds_leave_the_service_standing() {
    let upstream = Upstream::default();
    for (id, field, number) in [
        (11, "/fixture/timestamp", json!(i64::MAX)),
        (12, "/fixture/status/elapsed", json!(u64::MAX)),
        (13, "/goals/home", json!(-9_223_372_036_854_775_808_i64)),
        (14, "/fixture/date", json!("+262142-12-31T23:59:59Z")),
        (15, "/league/season", json!(1e300)),
        (16, "/events/0/time/elapsed", json!(-1e300)),
        (17, "/fixture/date", json!("-262143-01-01T00:00:00Z")),
    ] {
        let mut row = fixture("Reds", "https://x/a.png");
        row["fixture"]["id"] = json!(id);
        *row.pointer_mut(field).unwrap() = number;
        upstream.play(row);
    }
    upstream.play(fixture("Blues", "https://x/a.png"));
    let url = upstream.start().await;
    let settings = [("UPSTREAM_FOOTBALL_BASE_URL", url.as_str()), ("RAPIDAPI_KEY", "x")];
    let wire = Wire::start(&settings).await;
    taken_in(wire.app()).await;
    for target in ["/live", "/api/v1/matches?limit=500", "/api/v1/matches?date=today", "/status"] {
        let reply = tokio::time::timeout(Duration::from_secs(10), wire.get(target, "")).await;
        assert_eq!(reply.unwrap().status, 200, "{target}");
    }
    let good = wire.get("/api/v1/matches?ids=5", "").await.body;
    assert!(good.contains("Blues"), "the good row is taken in beside the bad: {good}");
}
