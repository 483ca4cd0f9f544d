//! `queue:work`

use super::{CliError, database, output, shutdown_signal};
use crate::{
    config::Config,
    error::StartError,
    jobs::{self, Context},
    mail::Mailer,
    queue::{Worker, WorkerConfig},
    realtime::Receiver,
    store::log::Log,
};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Options of `queue:work`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this queue; may be given several times.
    #[arg(long = "queue", value_name = "QUEUE")]
    queues: Vec<String>,
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let registry = jobs::registry();
    let known: Vec<&str> = registry.queues().collect();
    if let Some(queue) = args.queues.iter().find(|queue| !known.contains(&queue.as_str())) {
        return Err(CliError::Usage(format!(
            "--queue {queue}: there is no such queue; the queues are {}",
            known.join(", ")
        )));
    }
    let mailer = Mailer::open(&config).map_err(StartError::from)?;
    let (database, queue) = database::open(&config).await?;
    let log = Log::open(database.clone()).await?;
    let context = Context {
        clock: config.clock,
        database,
        log,
        queue: queue.clone(),
        mailer,
        app_url: config.bind.app_url.clone(),
        webhooks: Receiver::of(&config.realtime),
    };
    let served = if args.queues.is_empty() { known.join(", ") } else { args.queues.join(", ") };
    let queues = (!args.queues.is_empty()).then_some(args.queues);
    let worker = Worker::new(
        queue,
        registry,
        Arc::new(context),
        WorkerConfig { queues, ..WorkerConfig::default() },
    );
    output::line(format_args!("worker {} on {served}", worker.id().0))?;
    let stop = CancellationToken::new();
    let working = worker.run(stop.clone());
    tokio::pin!(working);
    tokio::select! {
        () = &mut working => {}
        () = shutdown_signal() => {
            tracing::info!("stopping: jobs under way are finished or handed back");
            stop.cancel();
            working.await;
        }
    }
    Ok(())
}
