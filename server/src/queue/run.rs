//! One claimed job, from its begin to what is written about it.

use super::{
    backoff, claim::Claimed, error::QueueError, job::JobError, state::Event, worker::Shared,
};
use entity::table::job::State;
use std::{any::Any, sync::Arc, time::Duration};
use tokio::task::JoinError;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::Instrument;

/// How long a job that is cut may take to let go.
const LET_GO: Duration = Duration::from_secs(1);

/// Run a job and write what became of it. `lost` ends it without a word: it is another's now.
pub(super) async fn execute<C: Send + Sync + 'static>(
    shared: Arc<Shared<C>>,
    claimed: Claimed,
    lost: CancellationToken,
) {
    let span = tracing::info_span!(
        "job",
        job.id = claimed.id.0,
        job.name = claimed.name,
        job.attempt = claimed.life.attempts
    );
    async {
        let work = shared.registry.begin(&claimed.name, &claimed.args, shared.context.clone());
        // A task of its own, so that a panic ends the job and nothing else.
        let mut task = AbortOnDropHandle::new(tokio::spawn(work.in_current_span()));
        let event = tokio::select! {
            biased;
            ended = &mut task => {
                Some(event(&shared, &claimed, ended.map_or_else(Ended::cut, Ended::by_itself)))
            }
            () = lost.cancelled() => None,
            () = shared.cut.cancelled() => Some(Event::Release { token: claimed.token.clone() }),
        };
        match event {
            Some(event) => {
                if matches!(event, Event::Release { .. }) {
                    tracing::info!("job released: this worker stops");
                    let_go(task).await;
                }
                ack(&shared, &claimed, event).await;
            }
            None => {
                tracing::warn!("job aborted: its lease ran out or somebody cancelled it");
                let_go(task).await;
            }
        }
    }
    .instrument(span)
    .await;
    shared.forget(&claimed);
}

/// End a job's task; another may begin it as soon as it is handed back.
async fn let_go(task: AbortOnDropHandle<Result<(), JobError>>) {
    task.abort();
    if tokio::time::timeout(LET_GO, task).await.is_err() {
        tracing::warn!("job does not stop; it may run twice at once");
    }
}

/// How a job's task ended.
enum Ended {
    /// The job is done.
    Well,
    /// The job says that it is not.
    Wrong(JobError),
    /// It panicked, with these words.
    Panicked(String),
    /// Its runtime shuts down: nothing else cancels a task that nobody aborted.
    Cancelled,
}

impl Ended {
    fn by_itself(result: Result<(), JobError>) -> Self {
        result.map_or_else(Self::Wrong, |()| Self::Well)
    }

    fn cut(join: JoinError) -> Self {
        match join.try_into_panic() {
            Ok(panic) => Self::Panicked(words(&*panic).to_owned()),
            Err(_) => Self::Cancelled,
        }
    }
}

fn event<C>(shared: &Shared<C>, claimed: &Claimed, ended: Ended) -> Event {
    let token = claimed.token.clone();
    let attempts = u32::try_from(claimed.life.attempts).unwrap_or(0);
    let later = || {
        let wait = (shared.config.backoff)(attempts, rand::random());
        let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        Some(shared.queue.now.read().saturating_add(wait))
    };
    match ended {
        Ended::Well => Event::Finish { token },
        Ended::Wrong(JobError::Retry(error)) => Event::Fail { token, error, again: later() },
        Ended::Wrong(JobError::Discard(error)) => Event::Fail { token, error, again: None },
        Ended::Panicked(words) => {
            let error = format!("it panicked: {words}");
            Event::Fail { token, error, again: later() }
        }
        Ended::Cancelled => Event::Release { token },
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("it did not say why")
}

/// Write what became of the job, again and again for as long as the lease may hold.
async fn ack<C>(shared: &Shared<C>, claimed: &Claimed, event: Event) {
    let begun = tokio::time::Instant::now();
    let mut pause = Duration::from_millis(50);
    loop {
        match shared.queue.ack(claimed, event.clone()).await {
            Ok(life) => {
                match (life.state, &event) {
                    (State::Failed, Event::Fail { error, .. }) => {
                        tracing::error!(error, "job parked: it failed for good");
                    }
                    (_, Event::Fail { error, .. }) => {
                        tracing::warn!(error, "job failed; it is retried");
                    }
                    (_, _) => tracing::debug!(state = life.state.slug(), "job ended"),
                }
                return;
            }
            Err(QueueError::Database(error)) if begun.elapsed() < shared.config.lease * 2 => {
                tracing::warn!(%error, "job result not written yet");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
            Err(error) => {
                tracing::warn!(%error, "job result not written; it may run again");
                return;
            }
        }
    }
}

/// The wait of a job that went wrong, by attempts so far and chance.
pub(super) fn default_backoff() -> fn(u32, f64) -> Duration {
    backoff::wait
}
