//! A tiny upstream whose matches a test moves by hand.

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Serves the fixtures it holds, to whatever question.
#[derive(Clone, Default)]
pub struct Upstream {
    fixtures: Arc<Mutex<BTreeMap<u64, Value>>>,
}

impl Upstream {
    /// Serve on a free port; ends with the test.
    pub async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/leagues", get(|| async { Json(envelope("leagues", vec![])) }))
            .route("/fixtures", get(fixtures))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    pub fn put(&self, fixture: Value) {
        let id = fixture["fixture"]["id"].as_u64().unwrap();
        self.put_as(id, fixture);
    }

    /// One whose own id is no number.
    pub fn put_as(&self, place: u64, fixture: Value) {
        self.fixtures.lock().unwrap().insert(place, fixture);
    }

    /// Change one fixture in place.
    pub fn edit(&self, id: u64, edit: impl FnOnce(&mut Value)) {
        edit(self.fixtures.lock().unwrap().get_mut(&id).unwrap());
    }
}

async fn fixtures(State(upstream): State<Upstream>) -> Json<Value> {
    let rows = upstream.fixtures.lock().unwrap().values().cloned().collect();
    Json(envelope("fixtures", rows))
}

fn envelope(get: &str, rows: Vec<Value>) -> Value {
    json!({
        "get": get, "parameters": [], "errors": [], "results": rows.len(),
        "paging": {"current": 1, "total": 1}, "response": rows,
    })
}

/// A match of the second half, begun an hour ago.
pub fn fixture(id: u64, home: u32, away: u32) -> Value {
    let began = chrono::Utc::now() - chrono::TimeDelta::minutes(65);
    json!({
        "fixture": {
            "id": id, "referee": null, "timezone": "UTC", "date": began.to_rfc3339(),
            "timestamp": began.timestamp(), "periods": {"first": null, "second": null},
            "venue": {"id": null, "name": "The Ground", "city": "Town"},
            "status": {"long": "Second Half", "short": "2H", "elapsed": 50, "extra": null}
        },
        "league": {"id": 900, "name": "Test League", "country": "World", "logo": null, "flag": null,
                   "season": 2026, "round": "Round 1"},
        "teams": {"home": {"id": 1, "name": "Reds", "logo": null, "winner": null},
                  "away": {"id": 2, "name": "Blues", "logo": null, "winner": null}},
        "goals": {"home": home, "away": away},
        "score": {"halftime": {"home": 0, "away": 0}, "fulltime": {"home": null, "away": null},
                  "extratime": {"home": null, "away": null}, "penalty": {"home": null, "away": null}},
        "events": []
    })
}

/// Set the score, and whose lead it is.
pub fn score(fixture: &mut Value, home: u32, away: u32) {
    fixture["goals"] = json!({"home": home, "away": away});
    let leads = |a: u32, b: u32| if a == b { Value::Null } else { json!(a > b) };
    fixture["teams"]["home"]["winner"] = leads(home, away);
    fixture["teams"]["away"]["winner"] = leads(away, home);
}
