//! How long somebody who waits for an answer is kept waiting for the database.
//!
//! A database that is cut off refuses nothing: it is silent. What nobody waits for may go on for as
//! long as the pool and the statement allow; a key, a session or a sign-in is told sooner.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr};
use std::time::Duration;

/// So long a request waits for what it reads.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);
/// After so many seconds it is worth trying again.
pub const RETRY_AFTER_SECONDS: u32 = 5;

/// What the database gives, if it does so within [`ANSWER_TIMEOUT`].
///
/// SQLite is in this process and cannot be cut off: what takes long there is a turn among many, and
/// who has waited for it is served.
pub async fn with_timeout<T>(
    connection: &impl ConnectionTrait,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    match connection.get_database_backend() {
        DbBackend::Sqlite => work.await,
        _ => bounded(work).await,
    }
}

async fn bounded<T>(work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
    let late = || {
        let words = format!("the database did not answer within {} s", ANSWER_TIMEOUT.as_secs());
        Err(DbErr::Conn(RuntimeErr::Internal(words)))
    };
    tokio::time::timeout(ANSWER_TIMEOUT, work).await.unwrap_or_else(|_| late())
}

/// Whether it was not reached, rather than at odds with what was asked.
pub const fn is_away(error: &DbErr) -> bool {
    matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_is_silent_is_waited_for_2_s_and_called_away() {
        let began = std::time::Instant::now();
        let error = bounded(std::future::pending::<Result<(), _>>()).await.expect_err("is silent");
        assert!(began.elapsed() < 2 * ANSWER_TIMEOUT, "{:?}", began.elapsed());
        assert!(is_away(&error) && error.to_string().ends_with("within 2 s"), "{error}");
        let other = bounded(async { Err::<(), _>(DbErr::RecordNotInserted) }).await;
        assert!(!is_away(&other.expect_err("fails")));
    }
}
