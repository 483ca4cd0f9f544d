//! A row that cannot be taken is set aside, and the rest of its answer goes on.

use crate::{
    servers::Server,
    support::{
        ground::{Ground, on_a_file, on_server},
        service::Service,
        upstream::{Upstream, fixture, score},
    },
};
use serde_json::json;
use server::ingest::{ApplyReport, target::PollTarget};

const FOOTBALL: &str = "/api/v1/sports/football/leagues";

/// Ask for all matches once.
async fn ask(service: &Service) -> ApplyReport {
    let mut pollers = service.app.pollers().await.unwrap();
    let poller = pollers.values_mut().next().unwrap();
    poller.poll_once(PollTarget::Live).await.unwrap().result.expect("the answer is taken")
}

async fn the_rest_goes_on(ground: Ground) {
    let upstream = Upstream::default();
    upstream.put(fixture(5, 0, 0));
    upstream.put(fixture(6, 1, 0));
    let mut nul = fixture(7, 0, 0);
    nul["teams"]["home"]["name"] = json!("A\u{0}B");
    upstream.put(nul);
    let mut hidden = fixture(8, 0, 0);
    hidden["events"] = json!([{"time": {"elapsed": 12}, "team": {"id": 1}, "type": "Card",
        "player": {"id": 9, "name": "P\u{0}"}, "assist": {}, "detail": "Yellow Card"}]);
    upstream.put(hidden);
    let mut league = fixture(9, 0, 0);
    league["league"]["id"] = json!(901);
    league["league"]["name"] = json!("L\u{0}");
    upstream.put(league);
    let mut long = fixture(10, 0, 0);
    long["fixture"]["id"] = json!("1".repeat(300));
    let mut far = fixture(11, 0, 0);
    far["league"]["id"] = json!("2".repeat(300));
    upstream.put(far);
    upstream.put_as(10, long);
    upstream.put(fixture(12, 50_000_000, 0));
    let url = upstream.start().await;
    let service = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url).start().await;
    let taken = ask(&service).await;
    assert_eq!((taken.first, taken.left_out), (2, 6));
    let shown = service.http.all(&format!("{FOOTBALL}/test-league/matches")).await;
    let mut ids: Vec<_> = shown.iter().map(|m| m["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["5", "6"]);
    // And again: what is known goes on while one of it turns bad.
    upstream.edit(5, |f| score(f, 2, 0));
    upstream.edit(6, |f| f["goals"]["home"] = json!(50_000_000));
    let taken = ask(&service).await;
    assert_eq!((taken.changes.len(), taken.left_out), (1, 7));
    let good = service.http.json(&format!("{FOOTBALL}/test-league/matches/5")).await;
    assert_eq!(good["competitors"][0]["score"], 2);
    let bad = service.http.json(&format!("{FOOTBALL}/test-league/matches/6")).await;
    assert_eq!(bad["competitors"][0]["score"], 1, "it stays as it was");
    let metrics = service.http.get("/metrics").await.text;
    let counted = "bts_upstream_rows_left_out_total{sport=\"football\"} 13";
    assert!(metrics.contains(counted), "{metrics}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_taken_costs_no_other_on_sqlite() {
    on_a_file(the_rest_goes_on).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_taken_costs_no_other_on_postgresql() {
    on_server(Server::Postgres, the_rest_goes_on).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_taken_costs_no_other_on_mariadb() {
    on_server(Server::Maria, the_rest_goes_on).await;
}
