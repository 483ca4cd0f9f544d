//! What is done with an answer.

use super::{Outcome, Poller, Report, failure::MAX_ATTEMPTS};
use crate::ingest::{ApplyReport, IngestError, PollError, target::PollTarget};
use entity::model::{Instant, Match, MatchId};
use std::collections::HashSet;
use upstream::{
    adapter::Known,
    client::Answer,
    sport::{Particular, ask, read},
};

impl Poller {
    /// Take an answer in, or draw the consequence of a failure.
    pub(super) async fn handle_response(&mut self, outcome: Outcome) -> Report {
        let Outcome { decision, asked, asked_at, result } = outcome;
        let now = self.clock.now();
        let feed = &decision.feed;
        self.feeds.entry(feed.account()).or_default().in_flight = false;
        let budget = match &result {
            Ok(answer) => answer.budget(),
            Err(failure) => failure.budget,
        };
        if !budget.is_silent() {
            // By when it was asked: an answer of the old day may come in the new one.
            self.budget = Some((budget, asked_at));
        }
        let result = match result {
            Ok(answer) => {
                let read = self.read(feed, &answer, asked, now).await;
                if let Err(fault) = &read {
                    self.unread(feed, fault, now);
                }
                read
            }
            Err(failure) => {
                self.back_off(feed, &failure, now);
                Err(failure.error.into())
            }
        };
        if *feed == PollTarget::Leagues {
            // Known now, or not to be had for the moment: matches are read in either case.
            let tries = self.faults.get(&PollTarget::Leagues).copied().unwrap_or(MAX_ATTEMPTS);
            self.needs_leagues &= result.is_err() && tries < MAX_ATTEMPTS;
        }
        if let (PollTarget::Matches(ids), Err(_)) = (feed, &result) {
            self.polls.mark_answered(ids, None);
        }
        self.statuses.note(self.sport, |status| {
            status.calls += 1;
            match &result {
                Ok(_) => {
                    status.failing = false;
                    status.last_good = Some(now);
                }
                Err(fault) => {
                    status.failures += 1;
                    // Where statistics of one match are not to be had, all else may be well.
                    status.failing |= !matches!(decision.feed, PollTarget::Particular(..));
                    status.last_failure = Some((now, fault.to_string()));
                }
            }
        });
        Report { decision, result }
    }

    async fn read(
        &mut self,
        feed: &PollTarget,
        answer: &Answer,
        asked: std::time::Instant,
        now: Instant,
    ) -> Result<ApplyReport, PollError> {
        self.too_fast = 0;
        self.blocked_until = None;
        let taken = match feed {
            PollTarget::Leagues => self.read_leagues(answer, now).await,
            PollTarget::Particular(particular, id) => {
                self.read_particular(*particular, id, answer).await
            }
            PollTarget::Live | PollTarget::Day(_) | PollTarget::Matches(_) => {
                self.read_matches(feed, answer, asked, now).await
            }
        }?;
        self.faults.remove(&feed.account());
        Ok(taken)
    }

    async fn read_leagues(&self, answer: &Answer, now: Instant) -> Result<ApplyReport, PollError> {
        let leagues = read::leagues(self.sport, answer, now)?;
        let seen = leagues.len();
        let stored = self.ingest.apply_leagues(self.sport, &leagues).await;
        stored.map_err(|error| unstored(error.into()))?;
        Ok(ApplyReport { seen, ..ApplyReport::default() })
    }

    async fn read_particular(
        &self,
        particular: Particular,
        id: &MatchId,
        answer: &Answer,
    ) -> Result<ApplyReport, PollError> {
        let Some(entry) = self.match_cache.get(&(self.sport, id.clone())) else {
            return Ok(ApplyReport::default());
        };
        let known = Known::of(entry.doc());
        let told = read::particulars(self.sport, particular, answer, &known)?;
        self.ingest.take_particulars(self.sport, id, told).await.map_err(unstored)
    }

    async fn read_matches(
        &mut self,
        feed: &PollTarget,
        answer: &Answer,
        asked: std::time::Instant,
        now: Instant,
    ) -> Result<ApplyReport, PollError> {
        let observations = read::observations(self.sport, answer, now)?;
        self.ingest.leave_out(self.sport, &observations.skipped);
        let rows = observations.rows;
        let listed: HashSet<MatchId> = rows.iter().map(|row| row.id.clone()).collect();
        let ended: HashSet<MatchId> = rows
            .iter()
            .filter(|row| row.status.phase.is_over())
            .map(|row| row.id.clone())
            .collect();
        let taken = self.ingest.apply(self.sport, rows, asked, now).await.map_err(unstored)?;
        match feed {
            PollTarget::Live => self.polls.listed(&listed, &self.in_play(|_| true)),
            // Where there is no live list, whatever is in play stands on the list of its day.
            PollTarget::Day(date) if ask::live(self.sport).is_none() => {
                let of_it = |m: &Match| m.starts_at.date_naive() == *date || listed.contains(&m.id);
                self.polls.listed(&listed, &self.in_play(of_it));
            }
            PollTarget::Matches(ids) => self.polls.mark_answered(ids, Some(&ended)),
            PollTarget::Day(_) | PollTarget::Leagues | PollTarget::Particular(..) => {}
        }
        Ok(taken)
    }

    /// The matches in play that a list should name.
    fn in_play(&self, of_it: impl Fn(&Match) -> bool) -> Vec<MatchId> {
        let ours = |m: &Match| m.sport == self.sport && m.status.phase.in_play() && of_it(m);
        self.match_cache.select(ours).iter().map(|entry| entry.doc().id.clone()).collect()
    }
}

fn unstored(error: IngestError) -> PollError {
    tracing::error!(%error, "upstream answer not stored; the next one brings it again");
    error.into()
}
