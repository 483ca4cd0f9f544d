//! What is worth a call now, and why.
//!
//! Pure: a [`Situation`] goes in, a [`Plan`] comes out, every call and every call not made with its
//! reason in plain words. Live matches come first, and nothing else may spend what they will need.

use super::feed::{Feed, IDS_A_CALL};
use crate::gateway::Allowance;
use chrono::{Days, NaiveDate, TimeDelta};
use entity::model::{Instant, MatchId, Phase};
use std::collections::HashMap;

/// The shortest time between two looks at the live list.
pub const LIVE_EVERY: TimeDelta = TimeDelta::seconds(3);
/// Seconds between two updates of the vendor's own data. A look at the live list for each until
/// midnight is kept back, or seven tenths of the day's calls in proportion to what is left of the
/// day, whichever is less.
const VENDOR_UPDATES: i64 = 15;
/// How often particulars of a match in play are read; the vendor's statistics move once a minute.
const PARTICULARS_EVERY: TimeDelta = TimeDelta::seconds(60);
/// How often each day's list is read while the budget is ample.
const TODAY_EVERY: TimeDelta = TimeDelta::seconds(60);
const OTHER_DAY_EVERY: TimeDelta = TimeDelta::minutes(30);
const LEAGUES_EVERY: TimeDelta = TimeDelta::hours(12);
/// When an ended match is read again for late corrections, counted from its end.
pub const AFTER_THE_END: [TimeDelta; 5] = [
    TimeDelta::seconds(10),
    TimeDelta::seconds(60),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(3),
];
/// Most calls for particulars in one round: what is missing at a start is read a little at a time.
const PARTICULARS_A_ROUND: usize = 3;
/// Line-ups come 20 to 40 minutes before kick-off.
const LINEUPS_BEFORE: TimeDelta = TimeDelta::minutes(40);
const LINEUPS_EVERY: TimeDelta = TimeDelta::minutes(10);
/// A match this long past its kick-off and still not begun is asked for by name.
const OVERDUE_AFTER: TimeDelta = TimeDelta::minutes(3);
/// Longest pause between two questions about a match that gives no news.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// One match as the planner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Which.
    pub id: MatchId,
    /// Where it stands, as far as we know.
    pub phase: Phase,
    /// When it begins.
    pub starts_at: Instant,
    /// Whether somebody listens to its own channel.
    pub followed: bool,
    /// Whether its line-ups are known.
    pub lineups: bool,
    /// Whether the latest live list left it out although it is in play.
    pub missing: bool,
    /// When its particulars were last asked for.
    pub asked_at: Option<Instant>,
    /// How many questions in a row gave no news of it.
    pub silent: u32,
    /// When we first saw it ended.
    pub ended_at: Option<Instant>,
    /// How many times it has been read since.
    pub reads_since_end: usize,
    /// A question about it is on its way.
    pub in_flight: bool,
}

/// How one feed has fared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// When it was last asked for.
    pub asked_at: Option<Instant>,
    /// A question is on its way.
    pub in_flight: bool,
    /// Not to be asked for before this instant, and why.
    pub barred: Option<(Instant, String)>,
}

/// All the planner looks at.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The time.
    pub now: Instant,
    /// What may be spent.
    pub allowance: Allowance,
    /// The whole sport is barred until then, and why.
    pub barred: Option<(Instant, String)>,
    /// How each feed has fared; particulars are accounted by match instead.
    pub feeds: HashMap<Feed, FeedState>,
    /// The matches of these days.
    pub matches: Vec<Watched>,
    /// Nothing is known of any league, and they have not been asked for yet.
    pub strangers: bool,
}

/// One call, or one call not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub feed: Feed,
    /// Why, as half a sentence: “12 matches are in play”.
    pub why: String,
}

/// What to do now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be asked, most important first.
    pub calls: Vec<Decision>,
    /// Not to be asked now.
    pub waits: Vec<Decision>,
}

impl Situation {
    /// Decide.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        if let Some((until, why)) = self.barred.as_ref().filter(|(until, _)| *until > self.now) {
            let why = format!("{why}; next try at {}", clock(*until));
            plan.waits.push(Decision { feed: Feed::Live, why });
            return plan;
        }
        let mut purse = Purse::of(self);
        if self.strangers {
            // Slugs go to leagues in order of their numbers, so all are met before any match is.
            let want = Want::Yes("no league is known yet".to_owned());
            self.consider(&mut plan, &mut purse, Feed::Leagues, want);
            return plan;
        }
        self.consider(&mut plan, &mut purse, Feed::Live, self.live());
        self.consider(
            &mut plan,
            &mut purse,
            Feed::Leagues,
            self.every(&Feed::Leagues, LEAGUES_EVERY, "leagues change a few times a day"),
        );
        let today = self.now.date_naive();
        for (date, what) in self.days(today) {
            let every = if date == today { TODAY_EVERY } else { OTHER_DAY_EVERY };
            let every = every.max(purse.pace(date == today));
            let want = self.every(&Feed::Day(date), every, what);
            self.consider(&mut plan, &mut purse, Feed::Day(date), want);
        }
        self.particulars(&mut plan, &mut purse);
        plan
    }

    /// Put a wish on the plan if nothing forbids it.
    fn consider(&self, plan: &mut Plan, purse: &mut Purse, feed: Feed, want: Want) {
        let state = self.feeds.get(&account(&feed));
        let barred =
            state.and_then(|state| state.barred.as_ref()).filter(|(until, _)| *until > self.now);
        match want {
            Want::No(why) => plan.waits.push(Decision { feed, why }),
            Want::Yes(_)
                if state.is_some_and(|state| state.in_flight) && account(&feed) == feed =>
            {
                plan.waits
                    .push(Decision { feed, why: "the last question is still open".to_owned() });
            }
            Want::Yes(why) => match (barred, purse.spend(&feed)) {
                (Some((until, fault)), _) => {
                    let why = format!("{fault}; next try at {}", clock(*until));
                    plan.waits.push(Decision { feed, why });
                }
                (None, Err(short)) => plan.waits.push(Decision { feed, why: short }),
                (None, Ok(())) => plan.calls.push(Decision { feed, why }),
            },
        }
    }

    /// Whether the live list is worth reading.
    fn live(&self) -> Want {
        let in_play = self.matches.iter().filter(|m| m.phase.in_play()).count();
        let due = |m: &&Watched| {
            matches!(m.phase, Phase::Scheduled | Phase::Unknown)
                && m.starts_at <= self.now + TimeDelta::minutes(2)
                && m.starts_at > self.now - TimeDelta::hours(3)
        };
        let starting = self.matches.iter().filter(due).count();
        let asked = self.feeds.get(&Feed::Live).and_then(|state| state.asked_at);
        let Some(asked) = asked else {
            return Want::Yes("nothing is known yet".to_owned());
        };
        let pace = Purse::of(self).live_pace();
        if in_play + starting == 0 && self.now - asked < TimeDelta::minutes(5) {
            let next =
                self.matches.iter().filter(|m| m.starts_at > self.now).map(|m| m.starts_at).min();
            return Want::No(match next {
                Some(at) => format!("nothing is in play; the next kick-off is at {}", clock(at)),
                None => "nothing is in play".to_owned(),
            });
        }
        // Ticks are not exact: a look due within a moment is due.
        if self.now - asked + TimeDelta::milliseconds(200) < pace {
            return Want::No(format!(
                "read {} s ago, every {} s is what the budget allows",
                (self.now - asked).num_seconds(),
                pace.num_seconds()
            ));
        }
        Want::Yes(match (in_play, starting) {
            (0, 0) => "nothing is known to be in play; looking for surprises".to_owned(),
            (0, n) => format!("{n} matches are about to begin"),
            (n, 0) => format!("{n} matches are in play"),
            (n, m) => format!("{n} matches are in play and {m} about to begin"),
        })
    }

    fn every(&self, feed: &Feed, every: TimeDelta, what: &str) -> Want {
        match self.feeds.get(feed).and_then(|state| state.asked_at) {
            None => Want::Yes("not read yet".to_owned()),
            Some(asked) if self.now - asked >= every => {
                Want::Yes(format!("read {} ago; {what}", ago(self.now - asked)))
            }
            Some(asked) => Want::No(format!("read {} ago; {what}", ago(self.now - asked))),
        }
    }

    /// The days worth listing: today, and its neighbours for zones and for matches past midnight.
    fn days(&self, today: NaiveDate) -> Vec<(NaiveDate, &'static str)> {
        let mut days = vec![(today, "today's list shows what the live list does not")];
        days.extend(
            today.checked_sub_days(Days::new(1)).map(|d| (d, "yesterday is still corrected")),
        );
        days.extend(
            today.checked_add_days(Days::new(1)).map(|d| (d, "tomorrow is still arranged")),
        );
        days
    }

    /// Matches to be asked for by name, in order of need, twenty to a call.
    fn particulars(&self, plan: &mut Plan, purse: &mut Purse) {
        let mut wanted: Vec<(u8, &Watched, &'static str)> = self
            .matches
            .iter()
            .filter_map(|m| self.need(m).map(|(rank, why)| (rank, m, why)))
            .collect();
        wanted.sort_by(|a, b| (a.0, a.1.asked_at, &a.1.id).cmp(&(b.0, b.1.asked_at, &b.1.id)));
        for batch in wanted.chunks(IDS_A_CALL).take(PARTICULARS_A_ROUND) {
            let feed = Feed::Matches(batch.iter().map(|(_, m, _)| m.id.clone()).collect());
            let mut reasons: Vec<&str> = batch.iter().map(|(_, _, why)| *why).collect();
            reasons.dedup();
            self.consider(plan, purse, feed, Want::Yes(reasons.join(", ")));
        }
    }

    /// How badly a match's particulars are needed, lowest first, and why.
    fn need(&self, m: &Watched) -> Option<(u8, &'static str)> {
        if m.in_flight {
            return None;
        }
        let since = m.asked_at.map(|asked| self.now - asked);
        let rested = |pause: TimeDelta| since.is_none_or(|since| since >= pause);
        let patience = |base: TimeDelta| (base * (1 << m.silent.min(12))).min(LONGEST_PAUSE);
        let overdue = self.now - m.starts_at;
        if m.phase.in_play() && m.missing {
            return rested(patience(LIVE_EVERY)).then_some((0, "left the live list"));
        }
        if let Some(ended) = m.ended_at {
            let due =
                AFTER_THE_END.get(m.reads_since_end).is_some_and(|wait| self.now - ended >= *wait);
            return due.then_some((1, "ended and may still be corrected"));
        }
        if m.phase.in_play() {
            let rank = if m.followed { 2 } else { 4 };
            return rested(PARTICULARS_EVERY).then_some((rank, "in play: statistics and line-ups"));
        }
        let waiting = matches!(m.phase, Phase::Scheduled | Phase::Unknown);
        if waiting && overdue > OVERDUE_AFTER && overdue < TimeDelta::hours(48) {
            return rested(patience(TimeDelta::minutes(5)))
                .then_some((3, "past kick-off and not begun"));
        }
        let soon = waiting && overdue > -LINEUPS_BEFORE && !m.lineups;
        (soon && rested(LINEUPS_EVERY)).then_some((5, "begins soon: line-ups"))
    }
}

/// The key a feed is accounted under: particulars share one, whichever matches they name.
pub fn account(feed: &Feed) -> Feed {
    match feed {
        Feed::Matches(_) => Feed::Matches(Vec::new()),
        Feed::Leagues | Feed::Live | Feed::Day(_) => feed.clone(),
    }
}

enum Want {
    Yes(String),
    No(String),
}

/// What may be spent in one round.
struct Purse {
    day: Option<u32>,
    minute: Option<u32>,
    seconds_left: i64,
    /// Calls that nothing but the live list may spend.
    reserve: u32,
}

impl Purse {
    fn of(situation: &Situation) -> Self {
        let midnight =
            (situation.now.date_naive() + Days::new(1)).and_time(chrono::NaiveTime::MIN).and_utc();
        let Allowance { day, day_limit, minute } = situation.allowance;
        let seconds_left = (midnight - situation.now).num_seconds().max(1);
        let limit = i64::from(day_limit.or(day).unwrap_or(0));
        let reserve = (seconds_left / VENDOR_UPDATES).min(limit * 7 / 10 * seconds_left / 86_400);
        Self { day, minute, seconds_left, reserve: u32::try_from(reserve).unwrap_or(0) }
    }

    /// The time between two looks at the live list that lasts until midnight.
    fn live_pace(&self) -> TimeDelta {
        let share = self.day.map_or(0, |day| i64::from(day) * 7 / 10);
        let calls = share.max(i64::from(self.reserve)).max(1);
        let pace = if self.day.is_none() {
            LIVE_EVERY
        } else {
            TimeDelta::milliseconds(self.seconds_left * 1_000 / calls)
        };
        pace.max(LIVE_EVERY)
    }

    /// The time between two looks at a day's list that leaves something for the rest.
    fn pace(&self, today: bool) -> TimeDelta {
        let Some(day) = self.day else { return TimeDelta::zero() };
        let share = if today { 10 } else { 30 };
        TimeDelta::seconds(self.seconds_left / i64::from((day / share).max(1)))
    }

    /// Take one call out, or say why not.
    fn spend(&mut self, feed: &Feed) -> Result<(), String> {
        let live = *feed == Feed::Live;
        if self.day == Some(0) {
            return Err("the day's calls are used up; they come back at 00:00 UTC".to_owned());
        }
        if self.day.is_some_and(|day| !live && day <= self.reserve + 1) {
            return Err("what is left today is kept for live matches".to_owned());
        }
        // One call a minute stays back for the live list.
        if self.minute.is_some_and(|minute| minute == 0 || (!live && minute <= 1)) {
            return Err("this minute's calls are used up".to_owned());
        }
        self.day = self.day.map(|day| day - 1);
        self.minute = self.minute.map(|minute| minute - 1);
        Ok(())
    }
}

fn clock(at: Instant) -> String {
    at.format("%H:%M:%S UTC").to_string()
}

fn ago(span: TimeDelta) -> String {
    match span.num_seconds() {
        s if s < 120 => format!("{s} s"),
        s if s < 7_200 => format!("{} min", s / 60),
        s => format!("{} h", s / 3_600),
    }
}

#[cfg(test)]
#[path = "planner_tests.rs"]
mod tests;
