//! Every job there is.

use super::{Context, PruneChanges, PruneJobs, PruneSessions, SendMail};
use crate::queue::Registry;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// What workers can do, and what comes back by itself.
pub fn registry() -> Registry<Context> {
    Registry::default()
        .add::<SendMail>()
        .every(HOUR, &PruneChanges {})
        .every(HOUR, &PruneJobs {})
        .every(HOUR, &PruneSessions {})
}
