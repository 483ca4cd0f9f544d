//! Rows that a later build wrote stop neither the start of this one nor its following.

use crate::{
    servers::Server,
    support::{
        eventually,
        ground::{Ground, on_a_file, on_server},
        service::Service,
        upstream::{Upstream, fixture, score},
    },
};
use entity::{
    model::{MatchId, Sport},
    table::{change, matches},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use server::ingest::target::PollTarget;
use std::time::Duration;

const MATCHES: &str = "/api/v1/sports/football/leagues/test-league/matches";

async fn ask(node: &Service) {
    let mut pollers = node.app.pollers().await.unwrap();
    let poller = pollers.values_mut().next().unwrap();
    poller.poll_once(PollTarget::Live).await.unwrap().result.expect("the answer is taken");
}

/// Give a match a phase that no build has yet.
async fn pause(node: &Service, id: &str) {
    use matches::{Column, Entity};
    let one = || Entity::find().filter(Column::UpstreamId.eq(id));
    let mut doc = one().one(node.app.database.pool()).await.unwrap().unwrap().doc;
    doc["status"]["phase"] = "paused".into();
    Entity::update_many()
        .col_expr(Column::Doc, Expr::value(doc))
        .filter(Column::UpstreamId.eq(id))
        .exec(node.app.database.pool())
        .await
        .unwrap();
}

/// Give the latest change an item that no build has yet.
async fn change_strangely(node: &Service) {
    use change::{Column, Entity};
    let head = i64::try_from(node.app.log.head().await.unwrap().0).unwrap();
    let row = Entity::find_by_id(head).one(node.app.database.pool()).await.unwrap().unwrap();
    let mut doc = row.doc;
    doc["changes"] = serde_json::json!([{"kind": "hologram"}]);
    Entity::update_many()
        .col_expr(Column::Doc, Expr::value(doc))
        .filter(Column::Seq.eq(head))
        .exec(node.app.database.pool())
        .await
        .unwrap();
}

async fn left_out(ground: Ground) {
    let upstream = Upstream::default();
    upstream.put(fixture(5, 0, 0));
    upstream.put(fixture(6, 0, 0));
    let url = upstream.start().await;
    let polling = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url).start().await;
    ask(&polling).await;
    upstream.edit(5, |f| score(f, 1, 0));
    ask(&polling).await;
    pause(&polling, "5").await;
    change_strangely(&polling).await;
    // It starts, without that match and that change.
    let other = ground.node().start().await;
    assert_eq!(other.http.get(&format!("{MATCHES}/6")).await.status, 200);
    assert_eq!(other.http.get(&format!("{MATCHES}/5")).await.status, 404);
    let list = other.http.all(MATCHES).await;
    assert_eq!(list.len(), 1, "{list:?}");
    let changes = other.http.json(&format!("{MATCHES}/6/changes")).await;
    assert_eq!(changes["data"].as_array().unwrap().len(), 0);
    // It follows past what it cannot read.
    upstream.edit(5, |f| score(f, 2, 0));
    ask(&polling).await;
    change_strangely(&polling).await;
    pause(&polling, "5").await;
    upstream.edit(6, |f| score(f, 1, 0));
    ask(&polling).await;
    let key = (Sport::Football, MatchId("6".to_owned()));
    eventually("the other match to move on", 10, || async {
        let shown = other.app.match_cache.get(&key)?;
        (shown.doc().version == 2).then_some(())
    })
    .await;
    let metrics = other.http.get("/metrics").await.text;
    assert!(!metrics.contains("bts_database_rows_unreadable_total 0"), "{metrics}");
    // Whoever polls next writes the match anew, under a version nobody has seen.
    let healing = ground.node().with("UPSTREAM_FOOTBALL_BASE_URL", &url).start().await;
    ask(&healing).await;
    let healed = healing.http.json(&format!("{MATCHES}/5")).await;
    assert_eq!((&healed["version"], &healed["competitors"][0]["score"]), (&4.into(), &2.into()));
    upstream.edit(5, |f| score(f, 3, 0));
    tokio::time::sleep(Duration::from_millis(10)).await;
    ask(&healing).await;
    assert_eq!(healing.http.json(&format!("{MATCHES}/5")).await["version"], 5);
    for node in [healing, other, polling] {
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_later_build_is_left_out_and_stops_nothing() {
    on_a_file(left_out).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_later_build_is_left_out_on_postgresql() {
    on_server(Server::Postgres, left_out).await;
}
