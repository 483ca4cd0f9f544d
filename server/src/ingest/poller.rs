//! The loop that asks one upstream: plan, call, take in, remember.

use super::{
    IngestError, PollError,
    feed::Feed,
    planner::{Decision, FeedState, Plan, Situation, account},
    take::{Ingest, Taken},
    watch::Watches,
};
use crate::{
    clock::Clock,
    gateway::{Allowance, Statuses},
    store::Board,
};
use chrono::{Days, NaiveTime, TimeDelta};
use entity::model::{Instant, MatchId, Sport};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::{task::JoinSet, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use upstream::{
    client::{Answer, Budget, Client, ErrorClass, Failure},
    football,
};

/// Says whether anybody listens to a channel.
pub type Interest = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How long a key the upstream refuses is left alone.
const KEY_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// How long a query the plan does not cover is left alone.
const QUERY_PAUSE: TimeDelta = TimeDelta::hours(6);
/// Tries at the leagues before matches are read without them.
const PATIENCE: u32 = 3;
/// Pauses after going too fast, by how often in a row; the last lets the minute roll over.
const BACK_OFF: [i64; 4] = [2, 4, 8, 15];

/// Asks one sport's upstream.
pub struct Poller {
    sport: Sport,
    client: Client,
    ingest: Arc<Ingest>,
    board: Board,
    clock: Clock,
    interest: Interest,
    statuses: Statuses,
    watches: Watches,
    feeds: HashMap<Feed, FeedState>,
    barred: Option<(Instant, String)>,
    too_fast: usize,
    faults: HashMap<Feed, u32>,
    budget: Option<(Budget, Instant)>,
    strangers: bool,
    calls: JoinSet<Outcome>,
}

/// A call that has come back.
struct Outcome {
    decision: Decision,
    asked: std::time::Instant,
    result: Result<Answer, Failure>,
}

/// What one call came to, for those who watch a round.
#[derive(Debug)]
pub struct Report {
    /// What was asked and why.
    pub decision: Decision,
    /// What came of it.
    pub result: Result<Taken, PollError>,
}

impl Poller {
    /// A poller that has asked nothing yet.
    pub fn new(
        sport: Sport,
        client: Client,
        ingest: Arc<Ingest>,
        board: Board,
        clock: Clock,
        interest: Interest,
        statuses: Statuses,
    ) -> Self {
        let strangers = ingest.knows_no_league(sport);
        Self {
            sport,
            client,
            ingest,
            board,
            clock,
            interest,
            statuses,
            watches: Watches::default(),
            feeds: HashMap::new(),
            barred: None,
            too_fast: 0,
            faults: HashMap::new(),
            budget: None,
            strangers,
            calls: JoinSet::new(),
        }
    }

    /// Plan and call every `every` until `stop`; answers are taken in as they come.
    pub async fn run(mut self, every: Duration, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {
                    self.begin();
                }
                Some(done) = self.calls.join_next() => {
                    if let Ok(outcome) = done {
                        let introduction = self.strangers;
                        let report = self.settle(outcome).await;
                        log(self.sport, &report);
                        // With the leagues known, matches need not wait for the next tick.
                        if introduction && !self.strangers {
                            self.begin();
                        }
                    }
                }
            }
        }
    }

    /// One round: plan, make every call, take in every answer.
    pub async fn round(&mut self) -> (Plan, Vec<Report>) {
        let mut reports = Vec::new();
        loop {
            let introduction = self.strangers;
            let plan = self.begin();
            while let Some(done) = self.calls.join_next().await {
                if let Ok(outcome) = done {
                    reports.push(self.settle(outcome).await);
                }
            }
            // The first round of all begins with the leagues alone.
            if !introduction || self.strangers {
                return (plan, reports);
            }
        }
    }

    /// Ask for one thing now, whatever the plan says.
    pub async fn ask(&mut self, feed: Feed) -> Option<Report> {
        self.call(Decision { feed, why: "asked for by hand".to_owned() });
        match self.calls.join_next().await {
            Some(Ok(outcome)) => Some(self.settle(outcome).await),
            Some(Err(_)) | None => None,
        }
    }

    /// What may still be spent.
    pub fn allowance(&self) -> Allowance {
        let now = self.clock.now();
        let Some((budget, at)) = self.budget else { return Allowance::default() };
        let open = u32::try_from(self.calls.len()).unwrap_or(u32::MAX);
        let day = if at.date_naive() == now.date_naive() {
            budget.day_remaining
        } else {
            budget.day_limit
        };
        let minute = if now - at < TimeDelta::seconds(60) {
            budget.minute_remaining
        } else {
            budget.minute_limit
        };
        Allowance {
            day: day.map(|calls| calls.saturating_sub(open)),
            day_limit: budget.day_limit,
            minute: minute.map(|calls| calls.saturating_sub(open)),
        }
    }

    /// Plan, and send the calls on their way.
    fn begin(&mut self) -> Plan {
        let plan = self.situation().plan();
        let allowance = self.allowance();
        self.statuses.note(self.sport, |status| status.allowance = allowance);
        for decision in &plan.calls {
            self.call(decision.clone());
        }
        plan
    }

    fn situation(&mut self) -> Situation {
        let now = self.clock.now();
        let entries = self.board.select(|m| m.sport == self.sport);
        let present: HashSet<MatchId> =
            entries.iter().map(|entry| entry.doc().id.clone()).collect();
        self.watches.keep(&present);
        let matches = entries
            .iter()
            .map(|entry| {
                let m = entry.doc();
                self.watches.see(m, (self.interest)(&m.channel), now)
            })
            .collect();
        Situation {
            now,
            allowance: self.allowance(),
            barred: self.barred.clone(),
            feeds: self.feeds.clone(),
            matches,
            strangers: self.strangers,
        }
    }

    fn call(&mut self, decision: Decision) {
        let now = self.clock.now();
        let state = self.feeds.entry(account(&decision.feed)).or_default();
        state.asked_at = Some(now);
        state.in_flight = true;
        if let Feed::Matches(ids) = &decision.feed {
            self.watches.asked(ids, now);
        }
        let client = self.client.clone();
        let query = decision.feed.football();
        self.calls.spawn(async move {
            let asked = std::time::Instant::now();
            let result = client.get(&query).await;
            Outcome { decision, asked, result }
        });
    }

    /// Take an answer in, or draw the consequence of a failure.
    async fn settle(&mut self, outcome: Outcome) -> Report {
        let Outcome { decision, asked, result } = outcome;
        let now = self.clock.now();
        self.feeds.entry(account(&decision.feed)).or_default().in_flight = false;
        let budget = match &result {
            Ok(answer) => answer.budget(),
            Err(failure) => failure.budget,
        };
        if !budget.is_silent() {
            self.budget = Some((budget, now));
        }
        let result = match result {
            Ok(answer) => self.read(&decision.feed, &answer, asked, now).await,
            Err(failure) => {
                self.bar(&decision.feed, &failure, now);
                Err(failure.error.into())
            }
        };
        if decision.feed == Feed::Leagues {
            // Known now, or not to be had for the moment: matches are read in either case.
            let tries = self.faults.get(&Feed::Leagues).copied().unwrap_or(PATIENCE);
            self.strangers &= result.is_err() && tries < PATIENCE;
        }
        if let (Feed::Matches(ids), Err(_)) = (&decision.feed, &result) {
            self.watches.answered(ids, None);
        }
        self.statuses.note(self.sport, |status| {
            status.calls += 1;
            status.failing = result.is_err();
            match &result {
                Ok(_) => status.last_good = Some(now),
                Err(fault) => {
                    status.failures += 1;
                    status.last_failure = Some((now, fault.to_string()));
                }
            }
        });
        Report { decision, result }
    }

    async fn read(
        &mut self,
        feed: &Feed,
        answer: &Answer,
        asked: std::time::Instant,
        now: Instant,
    ) -> Result<Taken, PollError> {
        self.too_fast = 0;
        self.barred = None;
        self.faults.remove(&account(feed));
        if *feed == Feed::Leagues {
            let leagues = football::leagues(answer)?;
            let seen = leagues.len();
            let stored = self.ingest.take_leagues(self.sport, &leagues).await;
            stored.map_err(|error| unstored(error.into()))?;
            return Ok(Taken { seen, ..Taken::default() });
        }
        let sightings = football::sightings(answer)?;
        self.ingest.leave_out(self.sport, &sightings.skipped);
        let rows = sightings.rows;
        let listed: HashSet<MatchId> = rows.iter().map(|row| row.id.clone()).collect();
        let ended: HashSet<MatchId> = rows
            .iter()
            .filter(|row| row.status.phase.is_over())
            .map(|row| row.id.clone())
            .collect();
        let taken = self.ingest.take(self.sport, rows, asked, now).await.map_err(unstored)?;
        match feed {
            Feed::Live => {
                let in_play =
                    self.board.select(|m| m.sport == self.sport && m.status.phase.in_play());
                let in_play: Vec<MatchId> =
                    in_play.iter().map(|entry| entry.doc().id.clone()).collect();
                self.watches.listed(&listed, &in_play);
            }
            Feed::Matches(ids) => self.watches.answered(ids, Some(&ended)),
            Feed::Day(_) | Feed::Leagues => {}
        }
        Ok(taken)
    }

    /// What a failure means for the next calls.
    fn bar(&mut self, feed: &Feed, failure: &Failure, now: Instant) {
        let why = failure.error.to_string();
        let feed = account(feed);
        match failure.error.class() {
            ErrorClass::PermanentForKey => self.barred = Some((now + KEY_PAUSE, why)),
            ErrorClass::UntilMidnight => {
                let midnight = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
                self.barred = Some((midnight, why));
            }
            ErrorClass::BackOff => {
                let seconds = BACK_OFF[self.too_fast.min(BACK_OFF.len() - 1)];
                self.too_fast += 1;
                self.barred = Some((now + TimeDelta::seconds(seconds), why));
            }
            ErrorClass::PermanentForQuery => {
                self.feeds.entry(feed).or_default().barred = Some((now + QUERY_PAUSE, why));
            }
            ErrorClass::Retry => {
                let faults = self.faults.entry(feed.clone()).or_default();
                *faults += 1;
                let longest = (1_000_u64 << (*faults).min(6)).min(60_000);
                let pause = rand::random_range(longest / 2..=longest);
                let pause = TimeDelta::milliseconds(i64::try_from(pause).unwrap_or(60_000));
                self.feeds.entry(feed).or_default().barred = Some((now + pause, why));
            }
        }
    }
}

fn unstored(error: IngestError) -> PollError {
    tracing::error!(%error, "an answer could not be stored; the next one brings it again");
    error.into()
}

fn log(sport: Sport, report: &Report) {
    let Report { decision: Decision { feed, why }, result } = report;
    match result {
        Ok(taken) => tracing::debug!(
            %sport, %feed, why, seen = taken.seen, first = taken.first, changed = taken.changes.len(),
            held = taken.held, late = taken.late, left_out = taken.left_out, "read"
        ),
        Err(fault) => tracing::warn!(%sport, %feed, why, %fault, "not read"),
    }
}
