//! Every job there is.

use super::{
    Context, PruneAccounts, PruneAnswers, PruneAudit, PruneChanges, PruneJobs, PruneLetters,
    PruneMatches, PruneSessions, PruneUpstream, RollUpUsage, TellOfEndings, TellOfKeys,
};
use crate::{accounts::SendMail, queue::Registry, realtime::SendWebhook};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

/// What workers can do, and what comes back by itself.
pub fn registry() -> Registry<Context> {
    Registry::default()
        .add::<SendMail>()
        .add::<SendWebhook>()
        .every(5 * MINUTE, &RollUpUsage {})
        .every(HOUR, &PruneAccounts {})
        .every(HOUR, &PruneAnswers {})
        .every(DAY, &PruneAudit {})
        .every(HOUR, &PruneChanges {})
        .every(HOUR, &PruneJobs {})
        .every(HOUR, &PruneLetters {})
        .every(DAY, &PruneMatches {})
        .every(HOUR, &PruneSessions {})
        .every(MINUTE, &TellOfKeys {})
        .every(DAY, &TellOfEndings {})
        .every(HOUR, &PruneUpstream {})
}
