//! What is done to the queue. The queue has its own transactions, so that the act is written after
//! it is done.

use super::{Operator, OperatorError};
use crate::{
    audit::{self, Action},
    queue::{JobId, Queue, QueueError},
};
use entity::table::job::State;

impl Operator {
    /// Begin no further job of a queue.
    pub async fn pause(&self, queue: &Queue, name: &str) -> Result<(), OperatorError> {
        queue.pause(name).await?;
        self.note_act(Action::QueuePause, format!("queue:{name}")).await;
        Ok(())
    }

    /// Go on with a queue.
    pub async fn resume(&self, queue: &Queue, name: &str) -> Result<(), OperatorError> {
        queue.resume(name).await?;
        self.note_act(Action::QueueResume, format!("queue:{name}")).await;
        Ok(())
    }

    /// Do a job that was parked or cancelled once more.
    pub async fn retry(&self, queue: &Queue, id: JobId) -> Result<(), QueueError> {
        if queue.get(id).await?.is_some_and(|job| job.state == State::Done) {
            return Err(QueueError::Done);
        }
        queue.retry(id).await?;
        self.note_act(Action::JobRetry, format!("job:{}", id.0)).await;
        Ok(())
    }

    /// Stop a job.
    pub async fn cancel(&self, queue: &Queue, id: JobId) -> Result<(), QueueError> {
        queue.cancel(id).await?;
        self.note_act(Action::JobCancel, format!("job:{}", id.0)).await;
        Ok(())
    }

    async fn note_act(&self, action: Action, target: String) {
        let entry = self.act(action).target(target).detail(&self.note);
        audit::write_or_log(self.accounts.users.database.pool(), entry).await;
    }
}
