//! When to look for what other processes took in: told by Redis, else seen on the database's file,
//! else by the clock, and not at all where nobody else can write.

use crate::{
    redis::{Notifier, Signal},
    store::Topology,
};
use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How often to look where nobody tells.
const POLL_INTERVAL: Duration = Duration::from_millis(250);
/// How often to look where somebody does: a signal may be lost.
const FALLBACK_INTERVAL: Duration = Duration::from_secs(2);
/// How often to wake for other upkeep where there is nothing to look for.
const IDLE: Duration = Duration::from_secs(60);

/// Says when to look.
pub struct ChangeNotifier {
    notifier: Option<(Notifier, Receiver<Signal>)>,
    topology: Topology,
    seen: Option<Mark>,
}

/// The state of a file as far as it shows from outside.
type Mark = Option<(SystemTime, u64)>;

impl ChangeNotifier {
    /// For a database at `place`.
    pub fn new(topology: Topology, notifier: Option<Notifier>) -> Self {
        let notifier = notifier.map(|notifier| (notifier.clone(), notifier.subscribe()));
        Self { notifier, topology, seen: None }
    }

    /// Wait until it is time to look.
    pub async fn next(&mut self) {
        if let Some((notifier, heard)) = &mut self.notifier
            && notifier.is_listening()
        {
            // Late is no failure: that is the look by the clock.
            let _ = tokio::time::timeout(FALLBACK_INTERVAL, signalled(heard)).await;
            return;
        }
        match &self.topology {
            Topology::Private => tokio::time::sleep(IDLE).await,
            Topology::Server => tokio::time::sleep(POLL_INTERVAL).await,
            Topology::File(path) => {
                let log = beside(path);
                // SQLite writes into the log first; a look at it costs no read of the database.
                let moved = async {
                    loop {
                        let now = mark(&log).await;
                        if self.seen.replace(now).is_none_or(|before| before != now) {
                            return;
                        }
                        tokio::time::sleep(POLL_INTERVAL).await;
                    }
                };
                let _ = tokio::time::timeout(IDLE, moved).await;
            }
        }
    }
}

async fn signalled(heard: &mut Receiver<Signal>) {
    loop {
        match heard.recv().await {
            Ok(Signal::DataChanged | Signal::Missed) | Err(RecvError::Lagged(_)) => return,
            Ok(Signal::Fetched(_) | Signal::MakeWay(_) | Signal::MakingWay(_)) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// The write-ahead log of an SQLite file.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

async fn mark(log: &Path) -> Mark {
    let facts = tokio::fs::metadata(log).await.ok()?;
    Some((facts.modified().ok()?, facts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_is_left_alone_is_not_looked_into_and_one_that_moves_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.sqlite");
        std::fs::write(beside(&path), "a").expect("is written");
        let mut wake = ChangeNotifier::new(Topology::File(path.clone()), None);
        wake.next().await;
        assert!(
            tokio::time::timeout(POLL_INTERVAL * 4, wake.next()).await.is_err(),
            "it is left alone"
        );
        std::fs::write(beside(&path), "ab").expect("is written");
        assert!(tokio::time::timeout(POLL_INTERVAL * 4, wake.next()).await.is_ok(), "it moved");
    }
}
