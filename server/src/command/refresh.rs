//! `rapidapi:refresh`

use super::Failure;
use crate::{
    config::{Config, Settings},
    ingest::feed::Feed,
    service::App,
};
use chrono::Days;

/// Options of `rapidapi:refresh`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this sport.
    #[arg(long)]
    sport: Option<String>,
    /// Only this list: leagues, live or days.
    #[arg(long)]
    endpoint: Option<String>,
}

impl Args {
    pub(super) fn apply(&self, settings: &mut Settings) {
        if let Some(sport) = &self.sport {
            settings.set("SPORTS", sport);
        }
    }
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), Failure> {
    let app = App::open(config).await?;
    let today = app.clock.now().date_naive();
    let days = [Feed::Day(today - Days::new(1)), Feed::Day(today), Feed::Day(today + Days::new(1))];
    let feeds: Vec<Feed> = match args.endpoint.as_deref() {
        None => [Feed::Leagues, Feed::Live].into_iter().chain(days).collect(),
        Some("leagues") => vec![Feed::Leagues],
        Some("live") => vec![Feed::Live],
        Some("days") => days.to_vec(),
        Some(other) => {
            let line = format!("--endpoint {other} cannot be used: write leagues, live or days");
            return Err(Failure::Usage(line));
        }
    };
    let mut failed = 0;
    for (sport, mut poller) in app.pollers().await? {
        for (i, feed) in feeds.iter().enumerate() {
            let Some(report) = poller.ask(feed.clone()).await else { continue };
            let place = format!("[{}/{}] {sport} {feed}", i + 1, feeds.len());
            match report.result {
                Ok(taken) => {
                    println!("{place}: {} rows, {} changes", taken.seen, taken.changes.len());
                }
                Err(fault) => {
                    failed += 1;
                    println!("{place}: failed, {fault}");
                }
            }
        }
    }
    match failed {
        0 => Ok(()),
        n => Err(Failure::Failed(format!("{n} lists could not be read; what was known is kept"))),
    }
}
