//! Forgetting changes nobody can ask for any more, and sessions and links that are over.

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
        if let Err(error) = app.accounts.prune().await {
            tracing::error!(%error, "sessions that are over could not be removed; tried again in an hour");
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
