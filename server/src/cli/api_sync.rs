//! `api:sync`

use super::{CliError, output, shutdown_signal};
use crate::{
    app::AppState,
    config::{Config, Settings},
    error::StartError,
    ingest::{planner::Plan, poller::Report},
};
use entity::model::Sport;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Options of `api:sync`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Go on until stopped.
    #[arg(long)]
    recurring: bool,
    /// Time between two rounds, such as 3s.
    #[arg(long, default_value = "3s", value_parser = span)]
    every: Duration,
    /// Only this sport.
    #[arg(long)]
    sport: Option<String>,
}

impl Args {
    pub(super) fn apply(&self, settings: &mut Settings) {
        if let Some(sport) = &self.sport {
            settings.set("SPORTS", sport);
        }
    }
}

fn span(text: &str) -> Result<Duration, String> {
    let (number, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number: u64 =
        number.parse().map_err(|_| "write a number of seconds such as 3s".to_owned())?;
    match (number, unit) {
        (0, _) => Err("the time between two rounds is at least 1s".to_owned()),
        (n, "" | "s") => Ok(Duration::from_secs(n)),
        (n, "ms") => Ok(Duration::from_millis(n)),
        (n, "m") => Ok(Duration::from_secs(n * 60)),
        _ => Err(format!("“{unit}” is no unit of time; use ms, s or m")),
    }
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let app = AppState::open(config).await?;
    let done = rounds(&args, &app).await;
    if args.recurring {
        app.lease.release().await;
    }
    done
}

/// One round, or one after the other until told to stop or until nobody reads of them.
async fn rounds(args: &Args, app: &AppState) -> Result<(), CliError> {
    let mut pollers = app.pollers().await?;
    let mut ticks = tokio::time::interval(args.every);
    let stop = shutdown_signal();
    tokio::pin!(stop);
    let mut term = None;
    loop {
        tokio::select! {
            () = &mut stop => return Ok(()),
            _ = ticks.tick() => {}
        }
        if args.recurring && term.as_ref().is_none_or(CancellationToken::is_cancelled) {
            tokio::select! {
                () = &mut stop => return Ok(()),
                won = turn(app) => term = Some(won?),
            }
        }
        app.ingest.replicate().await.map_err(StartError::from)?;
        let mut good = true;
        for (sport, poller) in &mut pollers {
            let (plan, reports) = poller.run_once().await;
            print(*sport, &plan, &reports)?;
            good &= reports.is_empty() || reports.iter().any(|report| report.result.is_ok());
            output::line(format_args!("{sport}: {}", left(poller.allowance())))?;
        }
        if !args.recurring {
            let fault = "no upstream answered; the lines above say why";
            return if good { Ok(()) } else { Err(CliError::Failed(fault.to_owned())) };
        }
        if output::unread() {
            return Ok(());
        }
    }
}

/// Wait until no other process polls; what is returned ends when one does again. A single round
/// needs no turn: it is made by hand, and versions of others are never overwritten.
async fn turn(app: &AppState) -> Result<CancellationToken, CliError> {
    let won = app.lease.acquire(&app.stop);
    tokio::pin!(won);
    if tokio::time::timeout(Duration::from_millis(500), &mut won).await.is_err() {
        output::line("another process polls; waiting for it to end")?;
        won.await;
    }
    let term = app.stop.child_token();
    let (lease, own) = (app.lease.clone(), term.clone());
    tokio::spawn(async move { lease.renew_until(&own).await });
    Ok(term)
}

fn print(sport: Sport, plan: &Plan, reports: &[Report]) -> Result<(), CliError> {
    for Report { decision, result } in reports {
        let Some(query) = decision.feed.query(sport) else { continue };
        match result {
            Ok(taken) => {
                let changes = taken.changes.len();
                output::line(format_args!(
                    "{sport}: called {query} because {}: {} rows, {} new matches, {changes} changes",
                    decision.why, taken.seen, taken.first
                ))?;
                for (_, change) in &taken.changes {
                    output::line(format_args!(
                        "{sport}:   {} {} version {}",
                        change.event_name().as_str(),
                        change.channel,
                        change.version
                    ))?;
                }
            }
            Err(fault) => {
                output::line(format_args!(
                    "{sport}: called {query} because {}: failed, {fault}",
                    decision.why
                ))?;
            }
        }
    }
    for wait in &plan.waits {
        output::line(format_args!("{sport}: did not call {} because {}", wait.feed, wait.why))?;
    }
    Ok(())
}

fn left(allowance: crate::gateway::Allowance) -> String {
    let count = |calls: Option<u32>| {
        calls.map_or_else(|| "an unknown number of".to_owned(), |n| n.to_string())
    };
    format!("{} calls left today, {} this minute", count(allowance.day), count(allowance.minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_time_is_read_with_its_unit() {
        assert_eq!(span("3s"), Ok(Duration::from_secs(3)));
        assert_eq!(span("250ms"), Ok(Duration::from_millis(250)));
        assert!(span("3h").is_err() && span("0s").is_err() && span("soon").is_err());
    }
}
