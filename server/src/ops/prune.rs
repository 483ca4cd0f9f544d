//! Forgetting changes nobody can ask for any more.

use crate::service::App;
use chrono::TimeDelta;
use std::time::Duration;

/// Changes are kept this long: `…/changes` answers from them.
const KEEP: TimeDelta = TimeDelta::days(7);
const EVERY: Duration = Duration::from_secs(3_600);

/// Prune every hour until the service stops.
pub async fn run(app: App) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        match app.log.prune(app.clock.now() - KEEP).await {
            Ok(0) => {}
            Ok(changes) => tracing::info!(changes, "forgot old changes"),
            Err(error) => {
                tracing::error!(%error, "old changes could not be forgotten; tried again in an hour")
            }
        }
    }
}
