//! Whether the database answers, asked once a second for everybody who wants to know.

use super::{Database, timeout::ANSWER_TIMEOUT};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// For how long an answer holds.
const FOR: Duration = Duration::from_secs(1);

/// What is known of the database's health. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pulse {
    database: Database,
    last: Arc<Mutex<Option<(Instant, bool)>>>,
}

impl Pulse {
    /// Of this database.
    pub fn new(database: Database) -> Self {
        Self { database, last: Arc::default() }
    }

    /// Whether it answers. Whoever comes while it is being asked waits for that answer.
    pub async fn beats(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, beats)) = *last
            && at.elapsed() < FOR
        {
            return beats;
        }
        let answer = tokio::time::timeout(ANSWER_TIMEOUT, self.database.pool().ping()).await;
        let beats = matches!(answer, Ok(Ok(())));
        *last = Some((Instant::now(), beats));
        beats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_database_is_asked_once_a_second_for_everybody() {
        let database = Database::connect("sqlite::memory:").await.expect("opens");
        let pulse = Pulse::new(database.clone());
        assert!(pulse.beats().await);
        database.pool().clone().close().await.expect("closes");
        assert!(pulse.beats().await, "nobody asks again within the second");
        tokio::time::sleep(FOR).await;
        assert!(!pulse.beats().await);
    }

    #[tokio::test]
    async fn a_database_that_never_answers_is_waited_for_no_longer_than_2_s() {
        let database = Database::connect("sqlite::memory:").await.expect("opens");
        // There is one connection, and it is in use.
        let held = database.begin().await.expect("begins");
        let began = Instant::now();
        assert!(!Pulse::new(database.clone()).beats().await);
        assert!(began.elapsed() < ANSWER_TIMEOUT + FOR, "{:?}", began.elapsed());
        held.rollback().await.expect("ends");
    }
}
