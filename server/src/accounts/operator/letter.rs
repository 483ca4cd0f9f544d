//! Letters of trial.

use super::note;
use crate::{
    audit::{self, Action, Actor, Entry, Outcome},
    store::Database,
};

/// Write that a letter of trial was sent, or could not be and why. It needs the database alone.
pub async fn note_letter(database: &Database, to: &str, failure: Option<&str>) {
    let (outcome, what) = match failure {
        None => (Outcome::Done, format!("to {to}")),
        Some(why) => (Outcome::Failed, format!("to {to}: {why}")),
    };
    let detail = format!("{what}; {}", note());
    let entry = Entry::new(Action::MailTest, Actor::Operator).outcome(outcome).detail(detail);
    audit::write_or_log(database.pool(), entry).await;
}
