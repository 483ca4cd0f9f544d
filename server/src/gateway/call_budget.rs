//! What customers' questions may spend of the upstream's allowance.
//!
//! The poller and the proxy draw on one account at the vendor. What live matches will need until
//! midnight, and a share of every minute, is never spent here.

use super::Rank;
use crate::{clock::Clock, gateway::Statuses};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use entity::model::{Instant, Sport};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
};
use upstream::client::Budget;

/// What is left of the upstream's allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Calls left until 00:00 UTC; `None` while the upstream has not said.
    pub day: Option<u32>,
    /// Calls of a whole day; `None` while the upstream has not said.
    pub day_limit: Option<u32>,
    /// Calls left this minute; `None` while the upstream has not said.
    pub minute: Option<u32>,
}

/// Most calls of a minute that are kept for the poller: its live list, and particulars.
const MINUTE_RESERVE: u32 = 30;
const DAY: u64 = 86_400;

/// Why nothing may be spent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetExhausted {
    /// What is left today is kept for live matches; until this instant.
    Day(Instant),
    /// What is left of this minute is kept for live matches.
    Minute,
}

impl BudgetExhausted {
    /// In how many seconds asking again may help.
    pub fn retry_after(self, now: Instant) -> i64 {
        match self {
            BudgetExhausted::Day(until) => (until - now).num_seconds().max(1),
            BudgetExhausted::Minute => 60 - now.timestamp().rem_euclid(60),
        }
    }
}

impl fmt::Display for BudgetExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BudgetExhausted::Day(_) => {
                "what is left of the upstream's day is kept for live matches"
            }
            BudgetExhausted::Minute => {
                "what is left of the upstream's minute is kept for live matches"
            }
        })
    }
}

#[derive(Debug, Default)]
struct Account {
    open: u32,
    told: Option<(Budget, Instant)>,
    /// The most that was ever left on a day, which stands in for a limit nobody told.
    most: Option<(NaiveDate, u32)>,
}

/// The accountant. Cheap to clone.
#[derive(Clone, Debug)]
pub struct CallBudget {
    statuses: Statuses,
    clock: Clock,
    accounts: Arc<Mutex<BTreeMap<Sport, Account>>>,
}

/// One call that may be made. Its place is free again when this is dropped.
#[derive(Debug)]
pub struct Permit {
    of: CallBudget,
    sport: Sport,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut accounts = self.of.accounts.lock().expect("no holder of this lock panics");
        let account = accounts.entry(self.sport).or_default();
        account.open = account.open.saturating_sub(1);
    }
}

impl CallBudget {
    /// An accountant who hears from the poller through `statuses`.
    pub fn new(statuses: Statuses, clock: Clock) -> Self {
        Self { statuses, clock, accounts: Arc::default() }
    }

    /// Take one call out for somebody of this rank, or say why not. Nothing known of the allowance means a call is made: its
    /// answer tells.
    pub fn spend(&self, sport: Sport, rank: Rank) -> Result<Permit, BudgetExhausted> {
        let now = self.clock.now();
        let polled = self.statuses.all().remove(&sport).unwrap_or_default().allowance;
        let mut accounts = self.accounts.lock().expect("no holder of this lock panics");
        let account = accounts.entry(sport).or_default();
        let told = account.told.filter(|(_, at)| at.date_naive() == now.date_naive());
        let this_minute = told.filter(|(_, at)| now - *at < TimeDelta::seconds(60));
        let least = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
        let day = least(polled.day, told.and_then(|(budget, _)| budget.day_remaining));
        let minute = least(polled.minute, this_minute.and_then(|(b, _)| b.minute_remaining));
        if let Some(day) = day {
            let today = now.date_naive();
            let before = account.most.filter(|(date, _)| *date == today).map_or(0, |(_, n)| n);
            account.most = Some((today, before.max(day)));
            let limit = told.and_then(|(b, _)| b.day_limit).unwrap_or(before.max(day));
            let midnight = (today + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
            if day.saturating_sub(account.open) <= reserve(limit, midnight - now, rank) {
                return Err(BudgetExhausted::Day(midnight));
            }
        }
        if let Some(minute) = minute {
            let limit = told.and_then(|(b, _)| b.minute_limit).unwrap_or(minute);
            if minute.saturating_sub(account.open) <= (limit / 2).clamp(1, MINUTE_RESERVE) {
                return Err(BudgetExhausted::Minute);
            }
        }
        account.open += 1;
        Ok(Permit { of: self.clone(), sport })
    }

    /// What the headers of an answer told.
    pub fn note(&self, sport: Sport, budget: Budget) {
        if !budget.is_silent() {
            let mut accounts = self.accounts.lock().expect("no holder of this lock panics");
            accounts.entry(sport).or_default().told = Some((budget, self.clock.now()));
        }
    }
}

/// What live matches, and those who come before `rank`, may need of a day's `limit` in the time
/// that is left of it.
fn reserve(limit: u32, left: TimeDelta, rank: Rank) -> u32 {
    let seconds = u64::try_from(left.num_seconds()).unwrap_or(0).min(DAY);
    u32::try_from(u64::from(limit) * rank.reserve_tenths() * seconds / (10 * DAY))
        .unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_noon(day: Option<u32>, minute: Option<u32>) -> CallBudget {
        let noon = "2026-11-23T12:00:00Z".parse().expect("is an instant");
        let statuses = Statuses::default();
        statuses.note(Sport::Football, |status| {
            status.allowance = Allowance { day, day_limit: None, minute }
        });
        CallBudget::new(statuses, Clock::starting_at(noon))
    }

    fn told(allowances: &CallBudget, remaining: u32) {
        allowances.note(
            Sport::Football,
            Budget {
                day_limit: Some(7_500),
                day_remaining: Some(remaining),
                minute_limit: Some(300),
                minute_remaining: Some(200),
                day_resets_in: None,
            },
        );
    }

    #[test]
    fn nothing_known_means_a_call_is_made() {
        assert!(at_noon(None, None).spend(Sport::Football, Rank::Paid).is_ok());
    }

    #[test]
    fn the_reserve_of_the_day_is_never_spent() {
        let allowances = at_noon(Some(7_000), Some(250));
        told(&allowances, 7_000);
        assert!(allowances.spend(Sport::Football, Rank::Paid).is_ok());
        // At noon half of 7,500 × 0.7 are still needed: 2,625.
        told(&allowances, 2_625);
        assert!(matches!(
            allowances.spend(Sport::Football, Rank::Paid),
            Err(BudgetExhausted::Day(_))
        ));
    }

    #[test]
    fn strangers_leave_a_share_of_the_day_to_customers_and_free_plans_to_paid_ones() {
        let allowances = at_noon(Some(7_000), Some(250));
        let may = |rank| allowances.spend(Sport::Football, rank).is_ok();
        // At noon a tenth of 7,500 evenly spent is 375.
        told(&allowances, 3_376);
        assert!(may(Rank::Anonymous) && may(Rank::Free) && may(Rank::Paid));
        told(&allowances, 3_375);
        assert!(!may(Rank::Anonymous) && may(Rank::Free) && may(Rank::Paid));
        told(&allowances, 3_000);
        assert!(!may(Rank::Anonymous) && !may(Rank::Free) && may(Rank::Paid));
    }

    #[test]
    fn the_poller_keeps_its_share_of_the_minute() {
        let allowances = at_noon(Some(7_000), Some(30));
        told(&allowances, 7_000);
        assert_eq!(
            allowances.spend(Sport::Football, Rank::Paid).expect_err("is refused"),
            BudgetExhausted::Minute
        );
    }

    #[test]
    fn calls_under_way_count_as_spent() {
        let allowances = at_noon(Some(7_000), Some(40));
        told(&allowances, 7_000);
        let held: Vec<_> =
            (0..10).map(|_| allowances.spend(Sport::Football, Rank::Paid).ok()).collect();
        assert!(held.iter().all(Option::is_some));
        assert!(allowances.spend(Sport::Football, Rank::Paid).is_err());
        drop(held);
        assert!(allowances.spend(Sport::Football, Rank::Paid).is_ok());
    }
}
