//! One process polls, and all of them follow.

use crate::{app::AppState, ingest::change_notifier::ChangeNotifier};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A poller that ended by itself is begun again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// How often matches long past leave the match cache.
const TIDY: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// Poll whenever it is this process's turn, and give the turn up when told to stop.
pub async fn poll(app: AppState, every: Duration, stop: CancellationToken) {
    while !stop.is_cancelled() && app.lease.acquire(&stop).await {
        let term = stop.child_token();
        tokio::join!(app.lease.renew_until(&term), async {
            poll_for(&app, every, &term).await;
            term.cancel();
        });
        // What this process knew of the upstreams is no longer news.
        app.statuses.clear();
        if !stop.is_cancelled() {
            tokio::time::sleep(AGAIN).await;
        }
    }
    app.lease.release().await;
}

/// Poll every sport until the term ends.
async fn poll_for(app: &AppState, every: Duration, term: &CancellationToken) {
    // What the last holder committed comes first; it can commit no more.
    if let Err(error) = app.ingest.replicate().await {
        tracing::error!(%error, "replication failed before polling; polling waits for it");
        return;
    }
    let pollers = match app.pollers().await {
        Ok(pollers) => pollers,
        Err(error) => {
            tracing::error!(%error, "polling not started");
            return;
        }
    };
    let mut polling = JoinSet::new();
    for poller in pollers.into_values() {
        polling.spawn(poller.run(every, term.clone()));
    }
    while let Some(ended) = polling.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a poller ended; all pollers are restarted");
            return;
        }
    }
}

/// Show and announce what other processes take in, until told to stop.
pub async fn follow(app: AppState, mut wake: ChangeNotifier, stop: CancellationToken) {
    let (mut well, mut tidied) = (true, app.clock.now());
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = wake.next() => {}
        }
        match app.ingest.replicate().await {
            Ok(_) => well = true,
            Err(error) if well => {
                well = false;
                tracing::error!(%error, "replication failed; tried again");
            }
            Err(_) => {}
        }
        let now = app.clock.now();
        if now - tidied > TIDY {
            app.ingest.tidy();
            tidied = now;
        }
    }
}
