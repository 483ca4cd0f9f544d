//! Which matches a page shows, as its URL says.

use chrono::{Days, NaiveDate};
use entity::model::{Phase, Sport};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Which part of a day's matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusFilter {
    /// All of them.
    #[default]
    All,
    /// In play.
    Live,
    /// Over.
    Finished,
    /// To come, the postponed included.
    Scheduled,
}

impl StatusFilter {
    /// Every one, in the order of the tabs.
    pub const ALL: [StatusFilter; 4] =
        [StatusFilter::All, StatusFilter::Live, StatusFilter::Finished, StatusFilter::Scheduled];

    /// The word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            StatusFilter::All => "all",
            StatusFilter::Live => "live",
            StatusFilter::Finished => "finished",
            StatusFilter::Scheduled => "scheduled",
        }
    }

    /// The name on the tab.
    pub const fn name(self) -> &'static str {
        match self {
            StatusFilter::All => "All",
            StatusFilter::Live => "Live",
            StatusFilter::Finished => "Finished",
            StatusFilter::Scheduled => "Scheduled",
        }
    }

    /// Whether a match in `phase` belongs under this tab.
    pub const fn admits(self, phase: Phase) -> bool {
        match self {
            StatusFilter::All => true,
            StatusFilter::Live => phase.in_play(),
            StatusFilter::Finished => phase.is_over(),
            StatusFilter::Scheduled => !phase.in_play() && !phase.is_over(),
        }
    }
}

/// Which matches to show; what the URL of `/live` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScoreFilter {
    /// One sport only.
    pub sport: Option<Sport>,
    /// One part of the day only.
    pub status: StatusFilter,
    /// `YYYY-MM-DD`, a day by UTC; `None` is today and whatever is in play.
    pub date: Option<String>,
    /// A league's slug or upstream number.
    pub league: Option<String>,
}

/// A part of the URL that says nothing we understand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterProblem {
    /// The name in the URL: `sport`.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl ScoreFilter {
    /// Read a filter through `get`, which looks a name up in the URL.
    ///
    /// What cannot be read is left out of the filter and told as a problem.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> (Self, Vec<FilterProblem>) {
        let mut problems = Vec::new();
        let mut filter = Self::default();
        let given = |name: &str| get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        if let Some(text) = given("sport") {
            match text.to_lowercase().parse() {
                Ok(sport) => filter.sport = Some(sport),
                Err(_) => problems.push(FilterProblem {
                    field: "sport",
                    message: format!("“{}” is not a sport we follow.", clip(&text)),
                }),
            }
        }
        if let Some(text) = given("status") {
            match StatusFilter::ALL.into_iter().find(|s| s.as_str() == text.to_lowercase()) {
                Some(status) => filter.status = status,
                None => problems.push(FilterProblem {
                    field: "status",
                    message: format!(
                        "“{}” is not a status; there are all, live, finished and scheduled.",
                        clip(&text)
                    ),
                }),
            }
        }
        if let Some(text) = given("date") {
            match text.parse::<NaiveDate>().ok().filter(|_| text.len() == 10) {
                Some(_) => filter.date = Some(text),
                None => problems.push(FilterProblem {
                    field: "date",
                    message: format!("“{}” is not a date such as 2026-05-17.", clip(&text)),
                }),
            }
        }
        if let Some(text) = given("league") {
            let slug = slug_of(&text);
            if slug.is_empty() {
                problems.push(FilterProblem {
                    field: "league",
                    message: format!("“{}” names no league.", clip(&text)),
                });
            } else {
                filter.league = Some(slug);
            }
        }
        (filter, problems)
    }

    /// Leave out a league that nobody knows, and tell so.
    pub(crate) fn forget_league(&mut self) -> Option<FilterProblem> {
        let word = self.league.take()?;
        let of = self.sport.map(|sport| format!("of {} ", sport.name())).unwrap_or_default();
        let message = format!("“{}” is not a league {of}that we follow.", clip(&word));
        Some(FilterProblem { field: "league", message })
    }

    /// Read a query string that [`ScoreFilter::query`] wrote.
    pub fn from_query(query: &str) -> Self {
        let pairs: Vec<(&str, &str)> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let get = |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Self::read(get).0
    }

    /// The query string, `?` included; empty where nothing is filtered.
    pub fn query(&self) -> String {
        let mut text = String::new();
        let mut put = |name: &str, value: &str| {
            let mark = if text.is_empty() { '?' } else { '&' };
            // Writing to a string cannot fail.
            let _ = write!(text, "{mark}{name}={value}");
        };
        if let Some(sport) = self.sport {
            put("sport", sport.slug());
        }
        if self.status != StatusFilter::All {
            put("status", self.status.as_str());
        }
        if let Some(date) = &self.date {
            put("date", date);
        }
        if let Some(league) = &self.league {
            put("league", league);
        }
        text
    }

    /// The same with another sport; a league is of one sport and is dropped.
    #[must_use]
    pub fn with_sport(&self, sport: Option<Sport>) -> Self {
        Self { sport, league: None, ..self.clone() }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(&self, status: StatusFilter) -> Self {
        Self { status, ..self.clone() }
    }

    /// The same with another day.
    #[must_use]
    pub fn with_date(&self, date: Option<String>) -> Self {
        Self { date, ..self.clone() }
    }

    /// The same with another league.
    #[must_use]
    pub fn with_league(&self, league: Option<String>) -> Self {
        Self { league, ..self.clone() }
    }

    /// Whether nothing is filtered.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The days from `reach` before `date` to `reach` after it, as `YYYY-MM-DD`.
pub(crate) fn days_around(date: &str, reach: u64) -> Vec<String> {
    let Ok(middle) = date.parse::<NaiveDate>() else { return vec![date.to_owned()] };
    let before = (1..=reach).rev().filter_map(|n| middle.checked_sub_days(Days::new(n)));
    let after = (1..=reach).filter_map(|n| middle.checked_add_days(Days::new(n)));
    before.chain([middle]).chain(after).map(|day| day.to_string()).collect()
}

/// A league's name or slug as a slug: `Premier League` is `premier-league`.
fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(80) {
        if c.is_ascii_alphanumeric() || c == '_' {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// At most 40 characters, for quoting what somebody typed.
fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (ScoreFilter, Vec<FilterProblem>) {
        ScoreFilter::read(|name| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn a_filter_is_written_to_the_url_and_read_back() {
        for sport in [None, Some(Sport::Football), Some(Sport::Formula1)] {
            for status in StatusFilter::ALL {
                for date in [None, Some("2026-02-28".to_owned())] {
                    for league in [None, Some("serie-a".to_owned())] {
                        let filter = ScoreFilter {
                            sport,
                            status,
                            date: date.clone(),
                            league: league.clone(),
                        };
                        assert_eq!(ScoreFilter::from_query(&filter.query()), filter);
                    }
                }
            }
        }
        assert_eq!(ScoreFilter::default().query(), "");
    }

    #[test]
    fn what_is_not_understood_is_told_and_left_out() {
        let (filter, problems) = read(&[
            ("sport", "cricket"),
            ("status", "done"),
            ("date", "2026-02-30"),
            ("league", "!!"),
        ]);
        assert!(filter.is_default());
        let fields: Vec<_> = problems.iter().map(|p| p.field).collect();
        assert_eq!(fields, ["sport", "status", "date", "league"]);
    }

    #[test]
    fn an_unknown_league_is_left_out_and_the_rest_is_kept() {
        let mut filter = ScoreFilter::from_query("?sport=hockey&status=live&league=serie-z");
        let problem = filter.forget_league().expect("a league to leave out");
        assert_eq!(problem.message, "“serie-z” is not a league of Hockey that we follow.");
        assert_eq!(filter.query(), "?sport=hockey&status=live");
        assert_eq!(filter.forget_league(), None);
    }

    #[test]
    fn empty_fields_of_a_form_are_no_filter() {
        let (filter, problems) = read(&[("sport", ""), ("league", " "), ("status", "")]);
        assert!(filter.is_default() && problems.is_empty());
    }

    #[test]
    fn a_league_may_be_typed_by_its_name() {
        assert_eq!(
            read(&[("league", " Premier League ")]).0.league.as_deref(),
            Some("premier-league")
        );
    }

    #[test]
    fn another_sport_drops_the_league() {
        let filter = read(&[("sport", "football"), ("league", "serie-a")]).0;
        assert_eq!(filter.with_sport(Some(Sport::Hockey)).query(), "?sport=hockey");
    }

    #[test]
    fn the_strip_of_days_crosses_months() {
        assert_eq!(days_around("2026-03-01", 1), ["2026-02-28", "2026-03-01", "2026-03-02"]);
    }

    #[test]
    fn each_phase_is_under_exactly_one_tab_besides_all() {
        for phase in Phase::ALL {
            let tabs = StatusFilter::ALL.into_iter().filter(|tab| tab.admits(phase)).count();
            assert_eq!(tabs, 2, "{}", phase.as_str());
        }
    }
}
