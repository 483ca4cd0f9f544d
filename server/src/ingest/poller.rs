//! The loop that asks one upstream: plan, call, take in, remember.

mod failure;
mod settle;

use super::{
    PollError,
    match_polls::PollStates,
    pipeline::{ApplyReport, Ingest},
    planner::{Decision, Plan, PlanInput, PollTargetState},
    target::PollTarget,
};
use crate::{
    clock::Clock,
    gateway::{Allowance, Statuses},
    store::MatchCache,
};
use chrono::TimeDelta;
use entity::model::{Instant, MatchId, Sport};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::{task::JoinSet, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use upstream::{
    client::{Answer, Budget, Client, Failure},
    sport::ask,
};

/// Says whether anybody listens to a channel.
pub type Interest = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How often an upstream is tried that says that nothing is left of the day: it may have been wrong,
/// or have begun its day at another hour.
const PROBE: TimeDelta = TimeDelta::minutes(10);

/// How often matches are looked for that no answer names any more.
const TIDY: Duration = Duration::from_secs(600);

/// Asks one sport's upstream.
pub struct Poller {
    sport: Sport,
    client: Client,
    ingest: Arc<Ingest>,
    match_cache: MatchCache,
    clock: Clock,
    interest: Interest,
    statuses: Statuses,
    polls: PollStates,
    feeds: HashMap<PollTarget, PollTargetState>,
    blocked_until: Option<(Instant, String)>,
    too_fast: usize,
    faults: HashMap<PollTarget, u32>,
    budget: Option<(Budget, Instant)>,
    needs_leagues: bool,
    names_a_call: usize,
    calls: JoinSet<Outcome>,
}

/// A call that has come back.
struct Outcome {
    decision: Decision,
    asked: std::time::Instant,
    /// By the service's clock.
    asked_at: Instant,
    result: Result<Answer, Failure>,
}

/// What one call came to, for those who watch a round.
#[derive(Debug)]
pub struct Report {
    /// What was asked and why.
    pub decision: Decision,
    /// What came of it.
    pub result: Result<ApplyReport, PollError>,
}

impl Poller {
    /// A poller that has asked nothing yet.
    pub fn new(
        sport: Sport,
        client: Client,
        ingest: Arc<Ingest>,
        match_cache: MatchCache,
        clock: Clock,
        interest: Interest,
        statuses: Statuses,
    ) -> Self {
        // Where nothing lists the leagues, matches name them.
        let needs_leagues =
            PollTarget::Leagues.query(sport).is_some() && ingest.knows_no_league(sport);
        Self {
            sport,
            client,
            ingest,
            match_cache,
            clock,
            interest,
            statuses,
            polls: PollStates::default(),
            feeds: HashMap::new(),
            blocked_until: None,
            too_fast: 0,
            faults: HashMap::new(),
            budget: None,
            needs_leagues,
            names_a_call: ask::matches_a_call(sport),
            calls: JoinSet::new(),
        }
    }

    /// Plan and call every `every` until `stop`; answers are taken in as they come.
    pub async fn run(mut self, every: Duration, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(every);
        let mut tidying = tokio::time::interval(TIDY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {
                    self.start_calls();
                }
                _ = tidying.tick() => self.let_go().await,
                Some(done) = self.calls.join_next() => {
                    if let Ok(outcome) = done {
                        let introduction = self.needs_leagues;
                        let report = self.handle_response(outcome).await;
                        log(self.sport, &report);
                        // With the leagues known, matches need not wait for the next tick.
                        if introduction && !self.needs_leagues {
                            self.start_calls();
                        }
                    }
                }
            }
        }
    }

    /// Matches that no answer names any more are live no longer.
    async fn let_go(&self) {
        match self.ingest.let_go(self.sport).await {
            Ok(changes) => changes.iter().for_each(|(sport, change)| {
                tracing::info!(%sport, id = %change.match_id, "a match is live no longer: nothing was said of it for a day");
            }),
            Err(error) => tracing::error!(%error, "matches without an end could not be let go"),
        }
    }

    /// One round: plan, make every call, take in every answer.
    pub async fn run_once(&mut self) -> (Plan, Vec<Report>) {
        let mut reports = Vec::new();
        loop {
            let introduction = self.needs_leagues;
            let plan = self.start_calls();
            while let Some(done) = self.calls.join_next().await {
                if let Ok(outcome) = done {
                    reports.push(self.handle_response(outcome).await);
                }
            }
            // The first round of all begins with the leagues alone.
            if !introduction || self.needs_leagues {
                return (plan, reports);
            }
        }
    }

    /// Ask for one thing now, whatever the plan says; `None` where the sport has no such thing.
    pub async fn poll_once(&mut self, feed: PollTarget) -> Option<Report> {
        self.call(Decision { feed, why: "asked for by hand".to_owned() });
        match self.calls.join_next().await {
            Some(Ok(outcome)) => Some(self.handle_response(outcome).await),
            Some(Err(_)) | None => None,
        }
    }

    /// What may still be spent.
    pub fn allowance(&self) -> Allowance {
        let now = self.clock.now();
        let Some((budget, at)) = self.budget else { return Allowance::default() };
        let open = u32::try_from(self.calls.len()).unwrap_or(u32::MAX);
        let day = if at.date_naive() != now.date_naive() {
            budget.day_limit
        } else if budget.day_remaining == Some(0) && now - at >= PROBE {
            Some(1)
        } else {
            budget.day_remaining
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
    fn start_calls(&mut self) -> Plan {
        let plan = self.situation().plan();
        let allowance = self.allowance();
        self.statuses.note(self.sport, |status| status.allowance = allowance);
        for decision in &plan.calls {
            self.call(decision.clone());
        }
        plan
    }

    fn situation(&mut self) -> PlanInput {
        let now = self.clock.now();
        let entries = self.match_cache.select(|m| m.sport == self.sport);
        let present: HashSet<MatchId> =
            entries.iter().map(|entry| entry.doc().id.clone()).collect();
        self.polls.keep(&present);
        let matches = entries
            .iter()
            .map(|entry| {
                let m = entry.doc();
                self.polls.see(m, (self.interest)(&m.channel), now)
            })
            .collect();
        PlanInput {
            sport: self.sport,
            now,
            allowance: self.allowance(),
            blocked_until: self.blocked_until.clone(),
            feeds: self.feeds.clone(),
            matches,
            needs_leagues: self.needs_leagues,
            names_a_call: self.names_a_call,
        }
    }

    fn call(&mut self, decision: Decision) {
        let Some(query) = decision.feed.query(self.sport) else { return };
        let now = self.clock.now();
        let state = self.feeds.entry(decision.feed.account()).or_default();
        state.asked_at = Some(now);
        state.in_flight = true;
        match &decision.feed {
            PollTarget::Matches(ids) => self.polls.mark_asked(ids, now),
            PollTarget::Particular(particular, id) => self.polls.told(id, *particular, now),
            PollTarget::Leagues | PollTarget::Live | PollTarget::Day(_) => {}
        }
        let client = self.client.clone();
        self.calls.spawn(async move {
            let asked = std::time::Instant::now();
            let result = client.get(&query).await;
            Outcome { decision, asked, asked_at: now, result }
        });
    }
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
