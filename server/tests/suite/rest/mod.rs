mod changes;
mod leagues;
mod lists;
mod matches;
mod polling;
mod problems;
mod stream;

use crate::support::{
    eventually,
    service::{Service, service},
    upstream::{Upstream, fixture},
};
use std::time::Duration;

/// Three matches of one league, followed.
async fn three_matches() -> (Upstream, Service) {
    let upstream = Upstream::default();
    for (n, id) in [11_u64, 12, 13].into_iter().enumerate() {
        let mut row = fixture(id, u32::try_from(n).unwrap(), 0);
        let later = row["fixture"]["timestamp"].as_i64().unwrap() + i64::try_from(n).unwrap() * 60;
        row["fixture"]["timestamp"] = later.into();
        upstream.put(row);
    }
    let url = upstream.start().await;
    let service = service().follow(&url, Duration::from_millis(100)).start().await;
    eventually("three matches", 10, || async {
        (service.http.all("/api/v1/matches").await.len() == 3).then_some(())
    })
    .await;
    (upstream, service)
}
