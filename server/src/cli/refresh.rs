//! `rapidapi:refresh`

use super::{CliError, output};
use crate::{
    app::AppState,
    config::{Config, Settings},
    gateway::{Policy, endpoint},
    ingest::{Poller, target::PollTarget},
};
use chrono::Days;
use entity::model::Sport;
use upstream::client::Query;

/// Seconds for which other processes take a renewed answer as it is.
const FRESH: i64 = 3_600;

/// Options of `rapidapi:refresh`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this sport.
    #[arg(long)]
    sport: Option<String>,
    /// Only this endpoint of the upstream, such as fixtures or standings; of fixtures, live and days
    /// name one list each.
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

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let wanted = args.endpoint.as_deref().map(|name| name.trim_matches('/'));
    let lists = ["leagues", "live", "days"];
    if let Some(name) = wanted
        && !lists.contains(&name)
        && !endpoint::all().any(|(_, endpoint)| endpoint.name == name)
    {
        let line = format!(
            "--endpoint {name} cannot be used: write live, days, or an endpoint such as leagues, fixtures or standings"
        );
        return Err(CliError::Usage(line));
    }
    let app = AppState::open(config).await?;
    let feeds = feeds(&app, wanted);
    let (mut asked, mut failed) = (0, 0);
    for (sport, mut poller) in app.pollers().await? {
        let feeds: Vec<&PollTarget> =
            feeds.iter().filter(|feed| feed.query(sport).is_some()).collect();
        let kept = kept(&app, sport, wanted).await?;
        let all = feeds.len() + kept.len();
        for (i, feed) in feeds.iter().enumerate() {
            let place = format!("[{}/{all}] {sport} {feed}", i + 1);
            failed += u32::from(!read(&mut poller, (*feed).clone(), &place).await?);
        }
        for (i, query) in kept.iter().enumerate() {
            let place = format!("[{}/{all}] {sport} {query}", feeds.len() + i + 1);
            match app.fetcher.renew(sport, query, Policy::kept(FRESH)).await {
                Ok(()) => output::line(format_args!("{place}: renewed"))?,
                Err(fault) => {
                    failed += 1;
                    output::line(format_args!("{place}: failed, {fault}"))?;
                }
            }
        }
        asked += all;
    }
    if asked == 0 {
        output::line("No answer of this endpoint is kept; its next reader has it fetched.")?;
    }
    match failed {
        0 => Ok(()),
        n => Err(CliError::Failed(format!("{n} lists could not be read; what was known is kept"))),
    }
}

/// The lists to read anew.
fn feeds(app: &AppState, wanted: Option<&str>) -> Vec<PollTarget> {
    let today = app.clock.now().date_naive();
    let days = [
        PollTarget::Day(today - Days::new(1)),
        PollTarget::Day(today),
        PollTarget::Day(today + Days::new(1)),
    ];
    match wanted {
        None => [PollTarget::Leagues, PollTarget::Live].into_iter().chain(days).collect(),
        Some("leagues") => vec![PollTarget::Leagues],
        Some("live") => vec![PollTarget::Live],
        Some("days") => days.to_vec(),
        Some("fixtures" | "games" | "fights" | "races") => {
            [PollTarget::Live].into_iter().chain(days).collect()
        }
        Some(_) => Vec::new(),
    }
}

/// The questions whose answers are kept, of this endpoint or of all.
async fn kept(app: &AppState, sport: Sport, wanted: Option<&str>) -> Result<Vec<Query>, CliError> {
    let all = app.fetcher.stored_queries(sport).await.map_err(|error| {
        CliError::Failed(format!("the kept answers could not be listed: {error}"))
    })?;
    Ok(all.into_iter().filter(|q| wanted.is_none_or(|name| q.endpoint() == name)).collect())
}

/// Whether one list could be read.
async fn read(poller: &mut Poller, feed: PollTarget, place: &str) -> Result<bool, CliError> {
    match poller.poll_once(feed).await.map(|report| report.result) {
        Some(Ok(taken)) => {
            let (rows, changes) = (taken.seen, taken.changes.len());
            output::line(format_args!("{place}: {rows} rows, {changes} changes"))?;
            Ok(true)
        }
        Some(Err(fault)) => {
            output::line(format_args!("{place}: failed, {fault}"))?;
            Ok(false)
        }
        None => Ok(true),
    }
}
