//! The jobs, one a file. A new one is a file here and a line in [`list`].

mod context;
mod list;
mod prune_accounts;
mod prune_answers;
mod prune_audit;
mod prune_changes;
mod prune_jobs;
mod prune_letters;
mod prune_matches;
mod prune_sessions;
mod prune_upstream;
mod roll_up_usage;
mod send_mail;
mod send_webhook;
mod tell_of_keys;

pub use context::Context;
pub use list::registry;
pub use prune_accounts::PruneAccounts;
pub use prune_answers::PruneAnswers;
pub use prune_audit::PruneAudit;
pub use prune_changes::PruneChanges;
pub use prune_jobs::PruneJobs;
pub use prune_letters::PruneLetters;
pub use prune_matches::PruneMatches;
pub use prune_sessions::PruneSessions;
pub use prune_upstream::PruneUpstream;
pub use roll_up_usage::RollUpUsage;
pub use tell_of_keys::{TellOfEndings, TellOfKeys};
