//! A worker: claims jobs, runs them, keeps their leases, and looks after the table.

use super::{
    claim::Claimed,
    handle::Queue,
    registry::Registry,
    run,
    schedule::slot,
    state::{JobId, WorkerId},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{task::JoinSet, time::MissedTickBehavior};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// How a worker works.
#[derive(Clone, Debug)]
pub struct WorkerConfig {
    /// The queues to work on; `None` for all that the registry has.
    pub queues: Option<Vec<String>>,
    /// Jobs of one queue at once.
    pub slots: usize,
    /// How long a job stays with a worker that has fallen silent. Renewed three times as often.
    pub lease: Duration,
    /// The shortest and the longest pause between two looks at an idle queue.
    pub poll: (Duration, Duration),
    /// How long jobs may go on after the worker was told to stop; what then still runs is handed
    /// back.
    pub grace: Duration,
    /// The wait after so many attempts, by chance from 0 to 1.
    pub backoff: fn(u32, f64) -> Duration,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            queues: None,
            slots: 8,
            lease: Duration::from_secs(30),
            poll: (Duration::from_millis(250), Duration::from_secs(2)),
            grace: Duration::from_secs(20),
            backoff: run::default_backoff(),
        }
    }
}

/// A worker of jobs with the context `C`.
pub struct Worker<C> {
    shared: Arc<Shared<C>>,
}

/// What a worker's tasks share.
pub(super) struct Shared<C> {
    pub(super) id: WorkerId,
    pub(super) queue: Queue,
    pub(super) registry: Registry<C>,
    pub(super) context: Arc<C>,
    pub(super) config: WorkerConfig,
    /// Every claimed job from its claim on, and the way to cut it.
    running: Mutex<HashMap<(JobId, i64), CancellationToken>>,
    /// Cancelled when the grace is over.
    pub(super) cut: CancellationToken,
}

impl<C> Shared<C> {
    fn remember(&self, claimed: &Claimed) -> CancellationToken {
        let lost = CancellationToken::new();
        let key = (claimed.id, claimed.token.claim);
        self.lock().insert(key, lost.clone());
        lost
    }

    pub(super) fn forget(&self, claimed: &Claimed) {
        self.lock().remove(&(claimed.id, claimed.token.claim));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(JobId, i64), CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Send + Sync + 'static> Worker<C> {
    /// A worker with a name of its own.
    pub fn new(queue: Queue, registry: Registry<C>, context: Arc<C>, config: WorkerConfig) -> Self {
        let shared = Shared {
            id: WorkerId::fresh(),
            queue,
            registry,
            context,
            config,
            running: Mutex::default(),
            cut: CancellationToken::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Its name.
    pub fn id(&self) -> &WorkerId {
        &self.shared.id
    }

    /// Work until told to stop; then finish what runs, and hand back what takes too long.
    pub async fn run(self, stop: CancellationToken) {
        let shared = self.shared;
        let served: Vec<String> = match &shared.config.queues {
            Some(queues) => queues.clone(),
            None => shared.registry.queues().map(str::to_owned).collect(),
        };
        // Leases are kept to the very end of the drain.
        let _renewal = AbortOnDropHandle::new(tokio::spawn(renew(shared.clone())));
        let upkeep = maintenance(shared.clone(), served.clone());
        let upkeep = AbortOnDropHandle::new(tokio::spawn(upkeep));
        let mut lines = JoinSet::new();
        for queue in served {
            lines.spawn(queue_loop(shared.clone(), queue, stop.clone()));
        }
        stop.cancelled().await;
        upkeep.abort();
        let drained = async { while lines.join_next().await.is_some() {} };
        tokio::pin!(drained);
        if tokio::time::timeout(shared.config.grace, &mut drained).await.is_err() {
            shared.cut.cancel();
            drained.await;
        }
    }
}

/// Claim and begin jobs of one queue, never more than there is room for: a job that is claimed is
/// begun.
async fn queue_loop<C: Send + Sync + 'static>(
    shared: Arc<Shared<C>>,
    queue: String,
    stop: CancellationToken,
) {
    let (shortest, longest) = shared.config.poll;
    let mut wakes = shared.queue.wakes();
    let mut running = JoinSet::new();
    let mut pause = shortest;
    while !stop.is_cancelled() {
        while running.try_join_next().is_some() {}
        let free = shared.config.slots.max(1).saturating_sub(running.len());
        // Seen before the look, so that a wake-up during it brings another look.
        wakes.mark_unchanged();
        let claimed = shared
            .queue
            .claim(&queue, &shared.id, free as u64, shared.config.lease)
            .await
            .unwrap_or_else(|error| {
                tracing::error!(%error, queue, "claiming jobs failed; tried again soon");
                Vec::new()
            });
        let full = claimed.len() == free;
        if !claimed.is_empty() {
            pause = shortest;
        }
        for job in claimed {
            let lost = shared.remember(&job);
            running.spawn(run::execute(shared.clone(), job, lost));
        }
        tokio::select! {
            () = stop.cancelled() => {}
            Some(_) = running.join_next() => {}
            Ok(()) = wakes.changed(), if !full => pause = shortest,
            () = tokio::time::sleep(pause), if !full => pause = (pause * 2).min(longest),
        }
    }
    while running.join_next().await.is_some() {}
}

/// Keep the leases of all claimed jobs, and cut those that are no longer ours.
async fn renew<C>(shared: Arc<Shared<C>>) {
    let mut ticks = tokio::time::interval((shared.config.lease / 3).max(Duration::from_millis(10)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let held: Vec<(JobId, i64)> = shared.lock().keys().copied().collect();
        if held.is_empty() {
            continue;
        }
        let ids: Vec<JobId> = held.iter().map(|(id, _)| *id).collect();
        match shared.queue.renew(&shared.id, &ids, shared.config.lease).await {
            Ok(ours) => {
                let running = shared.lock();
                for key in held.iter().filter(|key| !ours.contains(key)) {
                    if let Some(lost) = running.get(key) {
                        lost.cancel();
                    }
                }
            }
            Err(error) => {
                tracing::error!(%error, "job leases not renewed; jobs may run twice if this lasts");
            }
        }
    }
}

/// Take back the jobs of dead workers and put in those whose time has come. Every worker does it;
/// the table sees to it that each is done once.
async fn maintenance<C: Send + Sync + 'static>(shared: Arc<Shared<C>>, served: Vec<String>) {
    let reap_every = shared.config.lease / 3;
    let mut ticks = tokio::time::interval(reap_every.min(Duration::from_secs(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reaped_at: Option<tokio::time::Instant> = None;
    let mut seen: HashMap<&'static str, i64> = HashMap::new();
    loop {
        ticks.tick().await;
        if reaped_at.is_none_or(|at| at.elapsed() >= reap_every) {
            reaped_at = Some(tokio::time::Instant::now());
            match shared.queue.reap().await {
                Ok(0) => {}
                Ok(jobs) => tracing::warn!(jobs, "recovered jobs of dead workers"),
                Err(error) => tracing::error!(%error, "jobs of dead workers not recovered"),
            }
        }
        for schedule in shared.registry.schedules() {
            let name = schedule.draft.name;
            let now = slot(shared.queue.now.read(), schedule.period());
            // The table is asked once a slot.
            if seen.get(name) == Some(&now) || !served.iter().any(|q| q == schedule.draft.queue) {
                continue;
            }
            match shared.queue.enqueue_due(schedule).await {
                Ok(_) => drop(seen.insert(name, now)),
                Err(error) => {
                    tracing::error!(%error, job.name = name, "recurring job not enqueued yet");
                }
            }
        }
    }
}
