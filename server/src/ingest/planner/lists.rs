//! Lists: of what is in play, of days, of leagues.

use super::{Due, Plan, PlanInput, PollTarget, RoundBudget, Use, clock};
use chrono::{Days, NaiveDate, TimeDelta};
use entity::model::Sport;
use upstream::sport::endpoint::update_seconds;

/// The shortest time between two looks at football's live list, which is renewed piece by piece.
pub const LIVE_EVERY: TimeDelta = TimeDelta::seconds(3);
/// How often each day's list is read while the budget is ample.
const TODAY_EVERY: TimeDelta = TimeDelta::seconds(60);
/// The same where today's list is read all the time while something is in play.
const IDLE_EVERY: TimeDelta = TimeDelta::minutes(5);
const OTHER_DAY_EVERY: TimeDelta = TimeDelta::minutes(30);
const LEAGUES_EVERY: TimeDelta = TimeDelta::hours(12);
/// Most days whose lists show what is in play: two around midnight.
const DAYS_IN_PLAY: usize = 2;

impl PlanInput {
    pub(super) fn lists(&self, plan: &mut Plan, budget: &mut RoundBudget) {
        let front = self.front();
        for feed in &front {
            let due = self.look(feed, front.len(), budget);
            self.consider(plan, budget, feed.clone(), due, Use::Play);
        }
        if PollTarget::Leagues.query(self.sport).is_some() {
            let what = "leagues change a few times a day";
            let due = self.every(&PollTarget::Leagues, LEAGUES_EVERY, what);
            self.consider(plan, budget, PollTarget::Leagues, due, Use::Rest);
        }
        let today = self.now.date_naive();
        for (date, what) in days(today) {
            let feed = PollTarget::Day(date);
            if front.contains(&feed) {
                continue;
            }
            let every = match (date == today, self.has_live_list()) {
                (true, true) => TODAY_EVERY,
                (true, false) => IDLE_EVERY,
                (false, _) => OTHER_DAY_EVERY,
            };
            let due = self.every(&feed, every.max(budget.pace(date == today)), what);
            self.consider(plan, budget, feed, due, Use::Rest);
        }
    }

    /// The lists that show what is in play: the live list, and where a sport has none those of the
    /// days that it began on.
    fn front(&self) -> Vec<PollTarget> {
        if self.has_live_list() {
            return vec![PollTarget::Live];
        }
        let lively = self.matches.iter().filter(|m| self.is_lively(m) || self.is_due(m));
        let mut days: Vec<NaiveDate> = lively.map(|m| m.starts_at.date_naive()).collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        days.into_iter().take(DAYS_IN_PLAY).map(PollTarget::Day).collect()
    }

    /// Whether one of `lists` lists of what is in play is worth reading.
    fn look(&self, feed: &PollTarget, lists: usize, budget: &RoundBudget) -> Due {
        let in_play = self.matches.iter().filter(|m| self.is_lively(m)).count();
        let starting = self.matches.iter().filter(|m| self.is_due(m)).count();
        let asked = self.feeds.get(feed).and_then(|state| state.asked_at);
        let Some(asked) = asked else {
            return Due::Yes("nothing is known yet".to_owned());
        };
        if in_play + starting == 0 && self.now - asked < IDLE_EVERY {
            let next =
                self.matches.iter().filter(|m| m.starts_at > self.now).map(|m| m.starts_at).min();
            return Due::No(match next {
                Some(at) => format!("nothing is in play; the next kick-off is at {}", clock(at)),
                None => "nothing is in play".to_owned(),
            });
        }
        let pace = budget.play_pace(self.update()) * i32::try_from(lists).unwrap_or(1);
        // Ticks are not exact: a look due within a moment is due.
        if self.now - asked + TimeDelta::milliseconds(200) < pace {
            return Due::No(format!(
                "read {} s ago, every {} s is what the budget allows",
                (self.now - asked).num_seconds(),
                pace.num_seconds()
            ));
        }
        Due::Yes(match (in_play, starting) {
            (0, 0) => "nothing is known to be in play; looking for surprises".to_owned(),
            (0, n) => format!("{n} matches are about to begin"),
            (n, 0) => format!("{n} matches are in play"),
            (n, m) => format!("{n} matches are in play and {m} about to begin"),
        })
    }

    /// The shortest time between two looks at what is in play.
    pub(super) fn update(&self) -> TimeDelta {
        match self.sport {
            Sport::Football => LIVE_EVERY,
            sport => TimeDelta::seconds(update_seconds(sport).into()),
        }
    }

    fn every(&self, feed: &PollTarget, every: TimeDelta, what: &str) -> Due {
        match self.feeds.get(feed).and_then(|state| state.asked_at) {
            None => Due::Yes("not read yet".to_owned()),
            Some(asked) if self.now - asked >= every => {
                Due::Yes(format!("read {} ago; {what}", ago(self.now - asked)))
            }
            Some(asked) => Due::No(format!("read {} ago; {what}", ago(self.now - asked))),
        }
    }
}

/// The days worth listing: today, and its neighbours for zones and for matches past midnight.
fn days(today: NaiveDate) -> Vec<(NaiveDate, &'static str)> {
    let mut days = vec![(today, "today's list shows what the live list does not")];
    days.extend(today.checked_sub_days(Days::new(1)).map(|d| (d, "yesterday is still corrected")));
    days.extend(today.checked_add_days(Days::new(1)).map(|d| (d, "tomorrow is still arranged")));
    days
}

fn ago(span: TimeDelta) -> String {
    match span.num_seconds() {
        s if s < 120 => format!("{s} s"),
        s if s < 7_200 => format!("{} min", s / 60),
        s => format!("{} h", s / 3_600),
    }
}
