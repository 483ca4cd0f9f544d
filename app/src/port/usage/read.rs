//! What was used, as pages show it.

#[cfg(feature = "ssr")]
use super::UsageQuery;
use super::{Grouping, Span};
#[cfg(feature = "ssr")]
use crate::port::PortError;
use entity::model::Instant;
use serde::{Deserialize, Serialize};

/// Reads of usage; the same numbers as `/api/v1/usage`.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait UsageReads: Send + Sync {
    /// What the overview shows.
    async fn summary(&self, account: i64) -> Result<UsageSummary, PortError>;

    /// What `query` asks for; [`UsageQuery::span`] says which buckets.
    async fn report(&self, account: i64, query: &UsageQuery) -> Result<UsageReport, PortError>;
}

/// A day at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsageSummary {
    /// How many keys the account has that are not revoked.
    pub keys: u32,
    /// Requests of this UTC day, answered in whatever way.
    pub requests_today: u64,
    /// Of these, counted against the plan's limit.
    pub charged_today: u64,
    /// The plan's limit of them; `None` where the day is not limited.
    pub per_day: Option<u64>,
    /// Answers of 400 and above today, 429 left out.
    pub errors_today: u64,
    /// Answers of 429 today.
    pub limited_today: u64,
    /// Within how many milliseconds 95 of 100 answers of the last hour came.
    pub p95_ms: Option<u32>,
    /// Sockets open now.
    pub sockets: u64,
    /// Sockets the plan allows.
    pub socket_limit: u64,
    /// Requests of the last 24 hours, an hour each, oldest first.
    pub requests: Vec<u64>,
    /// Errors of the same hours.
    pub errors: Vec<u64>,
    /// Milliseconds of the same hours' 95 in 100; nothing where nothing was asked.
    pub p95: Vec<u64>,
    /// The most used keys of the last 24 hours, at most five.
    pub busiest: Vec<BusyKey>,
    /// The first request the account ever made.
    pub first: Option<FirstRequest>,
    /// Up to when requests are counted.
    pub counted_until: Instant,
}

/// A much used key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyKey {
    /// The part that may be shown.
    pub public_id: String,
    /// What its owner calls it.
    pub name: String,
    /// Requests of the last 24 hours.
    pub requests: u64,
    /// The same by hour, oldest first.
    pub spark: Vec<u64>,
}

/// The first request of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstRequest {
    /// When it came.
    pub at: Instant,
    /// What it asked for: `GET /api/v1/matches`.
    pub endpoint: String,
    /// The answer's status.
    pub status: u16,
}

/// Usage over a range, by group and by bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsageReport {
    /// Which buckets.
    pub span: Span,
    /// What the groups are.
    pub by: Grouping,
    /// The groups.
    pub series: Vec<UsageSeries>,
    /// All groups together.
    pub all: Totals,
    /// How often the account's keys were refused, most frequent first; in no group.
    pub refused: Vec<RefusedKey>,
    /// The plan's requests a minute.
    pub per_minute: u64,
    /// The plan's requests a UTC day.
    pub per_day: Option<u64>,
    /// The account's keys to filter by: public id and name.
    pub keys: Vec<(String, String)>,
    /// Up to when requests are counted.
    pub counted_until: Instant,
}

/// How often one key was refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedKey {
    /// The code of the problem: `address_denied`.
    pub code: String,
    /// What the key's owner calls it.
    pub name: String,
    /// How often.
    pub count: u64,
    /// When for the last time.
    pub last_at: Instant,
    /// From which address then.
    pub last_from: String,
}

/// One group's usage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsageSeries {
    /// As readers know it: a key's name, `/matches`, `200`.
    pub name: String,
    /// Requests by bucket, the refused included; as many as the span has buckets.
    pub requests: Vec<u64>,
    /// Answers of 429 by bucket.
    pub limited: Vec<u64>,
    /// The whole range.
    pub totals: Totals,
}

/// What a range adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Requests, the refused included.
    pub requests: u64,
    /// Answers of 400 and above, 429 left out.
    pub errors: u64,
    /// Answers of 429.
    pub limited: u64,
    /// Bytes sent.
    pub bytes: u64,
    /// The middle answer's milliseconds.
    pub p50_ms: Option<u32>,
    /// Within how many milliseconds 95 of 100 came.
    pub p95_ms: Option<u32>,
    /// Minutes of open sockets.
    pub socket_minutes: u64,
    /// Messages sent on sockets.
    pub messages: u64,
}

impl UsageReport {
    /// The plan's limit of one bucket: what its minutes allow, and never more than its day does.
    pub fn bucket_limit(&self) -> Option<u64> {
        let seconds = self.span.bucket.unsigned_abs();
        let by_minute = self.per_minute.saturating_mul(seconds) / 60;
        let days = seconds.div_ceil(86_400).max(1);
        let by_day = self.per_day.map(|day| day.saturating_mul(days));
        Some(by_day.map_or(by_minute, |day| by_minute.min(day))).filter(|limit| *limit > 0)
    }

    /// Whether nothing at all was used.
    pub fn is_idle(&self) -> bool {
        let totals = self.all;
        totals.requests == 0 && totals.socket_minutes == 0 && totals.messages == 0
    }
}
