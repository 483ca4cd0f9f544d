//! One day's list, recorded twice.

use crate::{
    servers::Server,
    support::{folder::recordings, service::service},
};
use entity::model::{ChangeItem, Sport};
use server::app::AppState;
use upstream::{client::Answer, football};

/// Take a recorded day in, its rows turned round where asked.
async fn take(app: &AppState, file: &str, reversed: bool) -> server::ingest::ApplyReport {
    let bytes = std::fs::read(recordings().unwrap().join("football").join(file)).expect("is there");
    let answer = Answer::open(200, &http::HeaderMap::new(), bytes.into(), chrono::Utc::now());
    let mut observations =
        football::observations(&answer.expect("is good")).expect("is football").rows;
    if reversed {
        observations.reverse();
    }
    let now = app.clock.now();
    app.ingest
        .apply(Sport::Football, observations, std::time::Instant::now(), now)
        .await
        .expect("is taken in")
}

async fn one_change(url: String) {
    let config = service().with("DATABASE_URL", &url).config();
    let app = AppState::open(config).await.expect("opens");
    let first = take(&app, "fixtures-date-2025-08-08-A.json", false).await;
    assert_eq!(
        (first.seen, first.first, first.changes.len()),
        (309, 309, 0),
        "first sight is silent"
    );

    let again = take(&app, "fixtures-date-2025-08-08-A.json", true).await;
    assert_eq!((again.first, again.changes.len()), (0, 0), "equal input is silent in any order");

    let second = take(&app, "fixtures-date-2025-08-08-B.json", true).await;
    assert_eq!(second.changes.len(), 1, "on {url}");
    let (_, change) = &second.changes[0];
    assert_eq!((change.match_id.0.as_str(), change.version), ("1374111", 2));
    let fields = vec!["venue".to_owned(), "referee".to_owned()];
    assert_eq!(change.changes, [ChangeItem::Details { fields }]);
}

#[tokio::test]
async fn the_second_recording_of_a_day_makes_exactly_one_change() {
    if recordings().is_none() {
        return;
    }
    one_change("sqlite::memory:".to_owned()).await;
    Server::Postgres.on(one_change).await;
    Server::Maria.on(one_change).await;
}
