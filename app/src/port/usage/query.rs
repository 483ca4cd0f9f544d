//! Which usage a page shows, as its URL says.

use crate::port::FilterProblem;
use chrono::{NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta};
use entity::model::Instant;
use serde::{Deserialize, Serialize};

/// Over what time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Range {
    /// The last hour.
    Hour,
    /// The last 24 hours.
    #[default]
    Day,
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
    /// From one instant to another.
    Custom {
        /// The first instant in it.
        from: Instant,
        /// The first instant after it.
        to: Instant,
    },
}

impl Range {
    /// Those with a name, shortest first.
    pub const NAMED: [Range; 4] = [Range::Hour, Range::Day, Range::Week, Range::Month];

    /// The word in the URL; a custom range has none.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Range::Hour => Some("1h"),
            Range::Day => Some("24h"),
            Range::Week => Some("7d"),
            Range::Month => Some("30d"),
            Range::Custom { .. } => None,
        }
    }

    /// The name on the tab.
    pub const fn name(self) -> &'static str {
        match self {
            Range::Hour => "1 h",
            Range::Day => "24 h",
            Range::Week => "7 d",
            Range::Month => "30 d",
            Range::Custom { .. } => "Custom",
        }
    }
}

/// By what requests are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// By API key.
    #[default]
    Key,
    /// By what was asked for.
    Endpoint,
    /// By the answer's status.
    Status,
}

impl Grouping {
    /// Every one, in the order of the tabs.
    pub const ALL: [Grouping; 3] = [Grouping::Key, Grouping::Endpoint, Grouping::Status];

    /// The word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Grouping::Key => "key",
            Grouping::Endpoint => "endpoint",
            Grouping::Status => "status",
        }
    }

    /// The name on the tab and over the column.
    pub const fn name(self) -> &'static str {
        match self {
            Grouping::Key => "Key",
            Grouping::Endpoint => "Endpoint",
            Grouping::Status => "Status",
        }
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortColumn {
    /// The group's name.
    Name,
    /// Requests.
    #[default]
    Requests,
    /// Errors.
    Errors,
    /// Answers of 429.
    Limited,
    /// Bytes.
    Bytes,
    /// The middle answer.
    P50,
    /// The slow answers.
    P95,
    /// Minutes of open sockets.
    Sockets,
    /// Messages on sockets.
    Messages,
}

impl SortColumn {
    /// Every one, in the order of the table.
    pub const ALL: [SortColumn; 9] = [
        SortColumn::Name,
        SortColumn::Requests,
        SortColumn::Errors,
        SortColumn::Limited,
        SortColumn::Bytes,
        SortColumn::P50,
        SortColumn::P95,
        SortColumn::Sockets,
        SortColumn::Messages,
    ];

    /// The word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            SortColumn::Name => "name",
            SortColumn::Requests => "requests",
            SortColumn::Errors => "errors",
            SortColumn::Limited => "limited",
            SortColumn::Bytes => "bytes",
            SortColumn::P50 => "p50",
            SortColumn::P95 => "p95",
            SortColumn::Sockets => "sockets",
            SortColumn::Messages => "messages",
        }
    }
}

/// The order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By which column.
    pub column: SortColumn,
    /// Largest first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: SortColumn::Requests, descending: true }
    }
}

/// Which usage to show; what the URL of `/dashboard/usage` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageQuery {
    /// Over what time.
    pub range: Range,
    /// By what.
    pub by: Grouping,
    /// Of one key only, by its public id.
    pub key: Option<String>,
    /// The order of the table.
    pub sort: Sort,
}

/// Buckets of equal length, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Where the first one starts.
    pub from: Instant,
    /// Where the last one ends; may lie ahead of now.
    pub to: Instant,
    /// The length of each, in seconds.
    pub bucket: i64,
}

impl Span {
    /// Where each bucket starts.
    pub fn starts(&self) -> Vec<Instant> {
        let count = (self.to - self.from).num_seconds() / self.bucket.max(1);
        (0..count).map(|i| self.from + TimeDelta::seconds(i * self.bucket)).collect()
    }
}

/// The most buckets a chart can show.
const MOST_BUCKETS: i64 = 100;
/// How far back hours are kept.
const MAX_SPAN: TimeDelta = TimeDelta::days(90);
/// The lengths a bucket may have, in seconds; minutes are kept for a day only.
const BUCKETS: [i64; 9] = [60, 300, 900, 1800, 3600, 4 * 3600, 12 * 3600, 86_400, 7 * 86_400];

impl UsageQuery {
    /// Read a query through `get`, which looks a name up in the URL.
    ///
    /// What cannot be read is left out and told as a problem.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> (Self, Vec<FilterProblem>) {
        let mut problems = Vec::new();
        let mut query = Self::default();
        let given = |name: &str| get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        if let Some(word) = given("range") {
            match Range::NAMED.into_iter().find(|range| range.as_str() == Some(word.as_str())) {
                Some(range) => query.range = range,
                None => problems.push(FilterProblem {
                    field: "range",
                    message: "Choose one of 1h, 24h, 7d and 30d, or name from and to.".to_owned(),
                }),
            }
        }
        match (given("from"), given("to")) {
            (None, None) => {}
            (from, to) => match custom(from.as_deref(), to.as_deref()) {
                Ok(range) => query.range = range,
                Err(problem) => problems.push(problem),
            },
        }
        if let Some(word) = given("by") {
            match Grouping::ALL.into_iter().find(|by| by.as_str() == word) {
                Some(by) => query.by = by,
                None => problems.push(FilterProblem {
                    field: "by",
                    message: "Group by key, endpoint or status.".to_owned(),
                }),
            }
        }
        if let Some(key) = given("key") {
            if key.len() <= 64 && key.chars().all(|c| c.is_ascii_alphanumeric()) {
                query.key = Some(key);
            } else {
                problems.push(FilterProblem {
                    field: "key",
                    message: "That is no key's public id.".to_owned(),
                });
            }
        }
        if let Some(word) = given("sort") {
            let (descending, word) = match word.strip_prefix('-') {
                Some(word) => (true, word.to_owned()),
                None => (false, word),
            };
            match SortColumn::ALL.into_iter().find(|column| column.as_str() == word) {
                Some(column) => query.sort = Sort { column, descending },
                None => problems.push(FilterProblem {
                    field: "sort",
                    message: "Sort by the name of a column, with - in front for largest first."
                        .to_owned(),
                }),
            }
        }
        (query, problems)
    }

    /// Read a query string that [`UsageQuery::query`] wrote.
    pub fn from_query(text: &str) -> Self {
        let pairs: Vec<(&str, &str)> =
            text.trim_start_matches('?').split('&').filter_map(|p| p.split_once('=')).collect();
        let get = |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Self::read(get).0
    }

    /// Its parts as the URL names them; what is as usual is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        match self.range {
            Range::Day => {}
            Range::Custom { from, to } => {
                let text = |at: Instant| at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                pairs.extend([("from", text(from)), ("to", text(to))]);
            }
            named => pairs.extend(named.as_str().map(|word| ("range", word.to_owned()))),
        }
        if self.by != Grouping::default() {
            pairs.push(("by", self.by.as_str().to_owned()));
        }
        if let Some(key) = &self.key {
            pairs.push(("key", key.clone()));
        }
        if self.sort != Sort::default() {
            let sign = if self.sort.descending { "-" } else { "" };
            pairs.push(("sort", format!("{sign}{}", self.sort.column.as_str())));
        }
        pairs
    }

    /// The query string, `?` included; empty where all is as usual.
    pub fn query(&self) -> String {
        let pairs = self.pairs();
        let parts: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The same over another time.
    #[must_use]
    pub fn with_range(&self, range: Range) -> Self {
        Self { range, ..self.clone() }
    }

    /// The same by something else.
    #[must_use]
    pub fn with_by(&self, by: Grouping) -> Self {
        Self { by, ..self.clone() }
    }

    /// The same of another key, or of all.
    #[must_use]
    pub fn with_key(&self, key: Option<String>) -> Self {
        Self { key, ..self.clone() }
    }

    /// The same sorted by `column`; the other way round where it is already.
    #[must_use]
    pub fn sorted_by(&self, column: SortColumn) -> Self {
        let descending = match self.sort {
            Sort { column: now, descending } if now == column => !descending,
            Sort { .. } => column != SortColumn::Name,
        };
        Self { sort: Sort { column, descending }, ..self.clone() }
    }

    /// The buckets the query covers at `now`, cut where their length cuts time.
    pub fn span(&self, now: Instant) -> Span {
        let (from, to, bucket) = match self.range {
            Range::Hour => (now - TimeDelta::hours(1), now, 60),
            Range::Day => (now - TimeDelta::days(1), now, 1800),
            Range::Week => (now - TimeDelta::days(7), now, 4 * 3600),
            Range::Month => (now - TimeDelta::days(30), now, 86_400),
            Range::Custom { from, to } => (from, to, bucket_of(from, to, now)),
        };
        let floor = |at: Instant| at.timestamp().div_euclid(bucket) * bucket;
        // A range that moves with the clock has as many buckets whenever it is looked at.
        let (first, last) = match self.range {
            Range::Custom { .. } => (floor(from), floor(to - TimeDelta::milliseconds(1)) + bucket),
            Range::Hour | Range::Day | Range::Week | Range::Month => {
                (floor(from) + bucket, floor(to) + bucket)
            }
        };
        let at = |seconds: i64| Instant::from_timestamp(seconds, 0).unwrap_or(now);
        Span { from: at(first), to: at(last.max(first + bucket)), bucket }
    }
}

/// The shortest bucket that is kept for that time and leaves few enough.
fn bucket_of(from: Instant, to: Instant, now: Instant) -> i64 {
    let shortest = if now - from > TimeDelta::days(1) { 3600 } else { 60 };
    let length = (to - from).num_seconds();
    let fits = |bucket: &i64| *bucket >= shortest && length / bucket < MOST_BUCKETS;
    BUCKETS.into_iter().find(fits).unwrap_or(BUCKETS[BUCKETS.len() - 1])
}

fn custom(from: Option<&str>, to: Option<&str>) -> Result<Range, FilterProblem> {
    let read = |field: &'static str, text: Option<&str>| {
        text.and_then(instant).ok_or_else(|| FilterProblem {
            field,
            message: "Name both ends of the range, such as 2026-05-17T14:00 (UTC).".to_owned(),
        })
    };
    let (from, to) = (read("from", from)?, read("to", to)?);
    if from >= to {
        let message = "The end of the range must lie after its start.".to_owned();
        return Err(FilterProblem { field: "to", message });
    }
    if to - from > MAX_SPAN {
        let message = "A range may be 90 days long at most; usage is kept no longer.".to_owned();
        return Err(FilterProblem { field: "from", message });
    }
    Ok(Range::Custom { from, to })
}

/// `2026-05-17T14:00:00Z`, `2026-05-17T14:00` or `2026-05-17`, by UTC, in years people live in.
fn instant(text: &str) -> Option<Instant> {
    let local = |format| NaiveDateTime::parse_from_str(text, format).ok().map(|at| at.and_utc());
    let day = || text.parse::<NaiveDate>().ok().and_then(|d| d.and_hms_opt(0, 0, 0));
    let zoned = || chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    let at = zoned()
        .or_else(|| local("%Y-%m-%dT%H:%M"))
        .or_else(|| local("%Y-%m-%dT%H:%M:%S"))
        .or_else(|| day().map(|at| at.and_utc()))?;
    (0..=7_258_118_400).contains(&at.timestamp()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn read(pairs: &[(&str, &str)]) -> (UsageQuery, Vec<FilterProblem>) {
        UsageQuery::read(|name| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn a_query_is_written_to_the_url_and_read_back() {
        let custom =
            Range::Custom { from: at("2026-05-01T00:00:00Z"), to: at("2026-05-02T06:30:00Z") };
        for range in Range::NAMED.into_iter().chain([custom]) {
            for by in Grouping::ALL {
                for key in [None, Some("abCD1234".to_owned())] {
                    for column in SortColumn::ALL {
                        for descending in [false, true] {
                            let sort = Sort { column, descending };
                            let query = UsageQuery { range, by, key: key.clone(), sort };
                            assert_eq!(UsageQuery::from_query(&query.query()), query);
                        }
                    }
                }
            }
        }
        assert_eq!(UsageQuery::default().query(), "");
    }

    #[test]
    fn what_is_not_understood_is_told_and_left_out() {
        let (query, problems) = read(&[
            ("range", "1y"),
            ("from", "yesterday"),
            ("by", "colour"),
            ("key", "a&b"),
            ("sort", "-size"),
        ]);
        assert_eq!(query, UsageQuery::default());
        let fields: Vec<_> = problems.iter().map(|p| p.field).collect();
        assert_eq!(fields, ["range", "from", "by", "key", "sort"]);
    }

    #[test]
    fn a_range_must_go_forward_and_not_too_far() {
        let field = |from, to| read(&[("from", from), ("to", to)]).1[0].field;
        assert_eq!(field("2026-05-02", "2026-05-02"), "to");
        assert_eq!(field("2026-01-01", "2026-05-02"), "from");
        assert_eq!(field("-200000-01-01", "2026-05-02"), "from");
        assert!(read(&[("from", "2026-05-01"), ("to", "2026-05-02T13:30")]).1.is_empty());
    }

    #[test]
    fn a_named_range_has_as_many_buckets_at_any_time() {
        for now in ["2026-05-17T12:20:30.5Z", "2026-05-17T00:00:00Z", "2026-05-17T23:59:59Z"] {
            for (range, count) in
                [(Range::Hour, 60), (Range::Day, 48), (Range::Week, 42), (Range::Month, 30)]
            {
                let span = UsageQuery { range, ..UsageQuery::default() }.span(at(now));
                let starts = span.starts();
                assert_eq!(starts.len(), count, "{now} {range:?}");
                assert!(span.to > at(now) && span.from > at(now) - TimeDelta::days(31));
            }
        }
    }

    #[test]
    fn a_custom_range_has_buckets_few_enough_and_kept() {
        let now = at("2026-05-17T12:20:00Z");
        let span = |from: &str, to: &str| {
            let range = Range::Custom { from: at(from), to: at(to) };
            UsageQuery { range, ..UsageQuery::default() }.span(now)
        };
        assert_eq!(span("2026-05-17T12:00:00Z", "2026-05-17T12:20:00Z").bucket, 60);
        assert_eq!(span("2026-05-10T12:00:00Z", "2026-05-10T12:20:00Z").bucket, 3600);
        let long = span("2026-02-17T00:00:00Z", "2026-05-17T00:00:00Z");
        assert_eq!(long.bucket, 86_400);
        assert_eq!(long.starts().len(), 89);
    }

    #[test]
    fn sorting_by_the_same_column_turns_the_order_round() {
        let query = UsageQuery::default();
        assert_eq!(query.sorted_by(SortColumn::Requests).query(), "?sort=requests");
        assert_eq!(query.sorted_by(SortColumn::Errors).query(), "?sort=-errors");
        assert_eq!(query.sorted_by(SortColumn::Name).query(), "?sort=name");
    }
}
