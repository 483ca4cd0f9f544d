//! `queue:list --jobs`

use super::{CliError, table};
use crate::queue::{Filter, Queue, State};
use entity::table::job::Model;
use sea_orm::Iterable;
use serde_json::{Value, json};

/// Jobs of a list unless another number is asked for.
pub(super) const USUAL: u64 = 100;

/// The state of a word.
pub(super) fn state(word: &str) -> Result<State, String> {
    State::iter().find(|state| state.slug() == word).ok_or_else(|| {
        let all: Vec<&str> = State::iter().map(State::slug).collect();
        format!("there are {}", all.join(", "))
    })
}

/// Show jobs, the newest first.
pub(super) async fn list(queue: &Queue, filter: &Filter, json: bool) -> Result<(), CliError> {
    let jobs = queue.list(filter).await?;
    if json {
        return table::print_json(&jobs.iter().map(object).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = jobs.iter().map(row).collect();
    table::print(&["ID", "QUEUE", "KIND", "STATE", "ATTEMPTS", "DUE", "LAST ERROR"], &rows)
}

/// When it is begun at the earliest; nothing where it has ended.
fn due(job: &Model) -> Option<i64> {
    job.state.is_live().then_some(job.run_at)
}

/// What went wrong last; nothing where it went well in the end.
fn last_error(job: &Model) -> Option<&str> {
    job.error.as_deref().filter(|_| job.state != State::Done)
}

/// A job for programs.
fn object(job: &Model) -> Value {
    json!({
        "id": job.id.to_string(), "queue": job.queue, "kind": job.name, "state": job.state.slug(),
        "attempts": job.attempts, "max_attempts": job.max_attempts, "last_error": last_error(job),
        "due_at": due(job).map(|at| table::time(Some(at))),
        "created_at": table::time(Some(job.created_at)),
        "finished_at": job.finished_at.map(|at| table::time(Some(at))),
    })
}

/// A job for people.
fn row(job: &Model) -> Vec<String> {
    vec![
        job.id.to_string(),
        job.queue.clone(),
        job.name.clone(),
        job.state.slug().to_owned(),
        format!("{} of {}", job.attempts, job.max_attempts),
        table::time(due(job)),
        last_error(job).unwrap_or("-").to_owned(),
    ]
}
