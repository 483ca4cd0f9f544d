//! `queue:list`, `queue:pause`, `queue:resume`, `queue:retry` and `queue:cancel`

use super::{
    Failure, table,
    user::{accounts, database},
};
use crate::{
    accounts::operator::Operator,
    config::Config,
    job,
    queue::{JobId, Queue},
};
use std::collections::BTreeMap;

/// Options of `queue:list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
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

pub(super) async fn list(args: List, config: Config) -> Result<(), Failure> {
    let (_, queue) = database(&config).await?;
    let mut jobs: BTreeMap<String, BTreeMap<&'static str, i64>> = BTreeMap::new();
    for name in job::registry().queues() {
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
        table::print_json(&jobs.iter().map(object).collect::<Vec<_>>());
        return Ok(());
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
    table::print(&["QUEUE", "STATE", "WAITS", "JOBS"], &rows);
    Ok(())
}

/// The queue of that name, which has to be one.
async fn known(queue: &Queue, name: &str) -> Result<(), Failure> {
    let mut known: Vec<String> = job::registry().queues().map(str::to_owned).collect();
    known.extend(queue.counts().await?.into_iter().map(|count| count.queue));
    known.sort();
    known.dedup();
    if known.iter().any(|one| one == name) {
        return Ok(());
    }
    Err(Failure::Failed(format!("there is no queue “{name}”; there are {}", known.join(", "))))
}

pub(super) async fn pause(args: Named, config: Config) -> Result<(), Failure> {
    let (_, queue) = database(&config).await?;
    known(&queue, &args.queue).await?;
    Operator::at_the_machine(accounts(&config).await?).pause(&queue, &args.queue).await?;
    println!("{} begins no further job until queue:resume {}.", args.queue, args.queue);
    Ok(())
}

pub(super) async fn resume(args: Named, config: Config) -> Result<(), Failure> {
    let (_, queue) = database(&config).await?;
    known(&queue, &args.queue).await?;
    Operator::at_the_machine(accounts(&config).await?).resume(&queue, &args.queue).await?;
    println!("{} goes on.", args.queue);
    Ok(())
}

pub(super) async fn retry(args: Jobs, config: Config) -> Result<(), Failure> {
    let (_, queue) = database(&config).await?;
    let operator = Operator::at_the_machine(accounts(&config).await?);
    for id in args.ids {
        operator.retry(&queue, JobId(id)).await.map_err(|error| job_failed(id, &error))?;
        println!("{id} is done once more, with all its attempts.");
    }
    Ok(())
}

pub(super) async fn cancel(args: Jobs, config: Config) -> Result<(), Failure> {
    let (_, queue) = database(&config).await?;
    let operator = Operator::at_the_machine(accounts(&config).await?);
    for id in args.ids {
        operator.cancel(&queue, JobId(id)).await.map_err(|error| job_failed(id, &error))?;
        println!("{id} is cancelled.");
    }
    Ok(())
}

fn job_failed(id: i64, error: &crate::queue::QueueError) -> Failure {
    Failure::Failed(format!("job {id}: {error}"))
}
