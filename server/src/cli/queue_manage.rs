//! `queue:list`, `queue:pause`, `queue:resume`, `queue:retry` and `queue:cancel`

use super::{
    CliError,
    database::{at_work, current},
    output, queue_jobs, table,
};
use crate::{
    clock::Clock,
    config::Config,
    jobs,
    queue::{Filter, JobId, Queue, QueueError, State},
};
use std::collections::BTreeMap;

/// Options of `queue:list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Show jobs one by one, the newest first, with the numbers that queue:retry and queue:cancel
    /// take.
    #[arg(long)]
    jobs: bool,
    /// Jobs in this state: pending, running, done, failed or cancelled.
    #[arg(long, requires = "jobs", value_parser = queue_jobs::state)]
    state: Option<State>,
    /// Jobs of this queue.
    #[arg(long, requires = "jobs")]
    queue: Option<String>,
    /// At most so many jobs, up to 500; 100 when left out.
    #[arg(long, requires = "jobs", value_parser = clap::value_parser!(u64).range(1..=500))]
    limit: Option<u64>,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// A queue.
#[derive(Debug, clap::Args)]
pub(super) struct Named {
    /// The queue.
    queue: String,
}

/// Some jobs.
#[derive(Debug, clap::Args)]
pub(super) struct Jobs {
    /// Their numbers.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<i64>,
}

pub(super) async fn list(args: List, config: Config) -> Result<(), CliError> {
    let queue = Queue::new(current(&config).await?, Clock::Real);
    if let Some(name) = &args.queue {
        known(&queue, name).await?;
    }
    if args.jobs {
        let limit = args.limit.unwrap_or(queue_jobs::USUAL);
        let (queue_name, state) = (args.queue, args.state);
        let filter = Filter { queue: queue_name, state, limit, ..Filter::default() };
        return queue_jobs::list(&queue, &filter, args.json).await;
    }
    let mut jobs: BTreeMap<String, BTreeMap<&'static str, i64>> = BTreeMap::new();
    for name in jobs::registry().queues() {
        jobs.entry(name.to_owned()).or_default();
    }
    for count in queue.counts().await? {
        jobs.entry(count.queue).or_default().insert(count.state.slug(), count.jobs);
    }
    let paused: Vec<String> =
        queue.queues().await?.into_iter().filter(|row| row.paused).map(|row| row.name).collect();
    let waits: BTreeMap<String, u64> =
        queue.waits().await?.into_iter().map(|(name, wait)| (name, wait.as_secs())).collect();
    if args.json {
        let object = |(name, counts): (&String, &BTreeMap<&'static str, i64>)| {
            serde_json::json!({
                "queue": name, "paused": paused.contains(name), "jobs": counts,
                "waiting_seconds": waits.get(name),
            })
        };
        return table::print_json(&jobs.iter().map(object).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = jobs
        .iter()
        .map(|(name, counts)| {
            let words: Vec<String> =
                counts.iter().map(|(state, jobs)| format!("{jobs} {state}")).collect();
            vec![
                name.clone(),
                if paused.contains(name) { "paused" } else { "runs" }.to_owned(),
                waits.get(name).map_or_else(|| "-".to_owned(), |wait| format!("{wait} s")),
                words.join(", "),
            ]
        })
        .collect();
    table::print(&["QUEUE", "STATE", "WAITS", "JOBS"], &rows)
}

/// The queue of that name, which has to be one.
async fn known(queue: &Queue, name: &str) -> Result<(), CliError> {
    let mut known: Vec<String> = jobs::registry().queues().map(str::to_owned).collect();
    known.extend(queue.counts().await?.into_iter().map(|count| count.queue));
    known.sort();
    known.dedup();
    if known.iter().any(|one| one == name) {
        return Ok(());
    }
    Err(CliError::Failed(format!("there is no queue “{name}”; there are {}", known.join(", "))))
}

pub(super) async fn pause(args: Named, config: Config) -> Result<(), CliError> {
    let (operator, queue) = at_work(&config).await?;
    known(&queue, &args.queue).await?;
    operator.pause(&queue, &args.queue).await?;
    let name = args.queue;
    output::line(format_args!("{name} begins no further job until queue:resume {name}."))
}

pub(super) async fn resume(args: Named, config: Config) -> Result<(), CliError> {
    let (operator, queue) = at_work(&config).await?;
    known(&queue, &args.queue).await?;
    operator.resume(&queue, &args.queue).await?;
    output::line(format_args!("{} goes on.", args.queue))
}

pub(super) async fn retry(args: Jobs, config: Config) -> Result<(), CliError> {
    let (operator, queue) = at_work(&config).await?;
    let done = "is done once more, with all its attempts";
    each(&args.ids, done, async |id| operator.retry(&queue, id).await).await
}

pub(super) async fn cancel(args: Jobs, config: Config) -> Result<(), CliError> {
    let (operator, queue) = at_work(&config).await?;
    each(&args.ids, "is cancelled", async |id| operator.cancel(&queue, id).await).await
}

/// Do the same to every job, and say of each that it `done`, or why not.
async fn each(
    ids: &[i64],
    done: &str,
    act: impl AsyncFn(JobId) -> Result<(), QueueError>,
) -> Result<(), CliError> {
    let mut faults = Vec::new();
    for id in ids {
        match act(JobId(*id)).await {
            Ok(()) => output::line(format_args!("{id} {done}."))?,
            Err(error) => {
                let fault = format!("job {id}: {error}");
                if ids.len() > 1 {
                    output::aside(&fault);
                }
                faults.push(fault);
            }
        }
    }
    match (faults.pop(), ids.len()) {
        (None, _) => Ok(()),
        (Some(fault), 1) => Err(CliError::Failed(fault)),
        (Some(_), all) => {
            let failed = faults.len() + 1;
            Err(CliError::Failed(format!("{failed} of {all} jobs stayed as they were")))
        }
    }
}
