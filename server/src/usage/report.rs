//! What is answered about usage.

use super::{Counters, latency};
use serde::Serialize;
use utoipa::ToSchema;

/// One line. What it is not broken down by is left out; the numbers stand beside these members.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = UsageRow)]
pub struct Row {
    /// When the line's time begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    pub at: Option<String>,
    /// The key's public id; its number for a key that is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub key_id: Option<String>,
    /// What its owner calls it; empty for a key that is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub key_name: Option<String>,
    /// The endpoint's template.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub endpoint: Option<String>,
    /// The answers' status; 101 for sockets and streams.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub status: Option<u16>,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// What a line is added up from.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) tally: Counters,
    pub(super) errors: u64,
    pub(super) limited: u64,
    pub(super) charged: u64,
}

impl Sums {
    pub(super) fn add(&mut self, other: &Self) {
        self.tally.add(&other.tally);
        self.errors += other.errors;
        self.limited += other.limited;
        self.charged += other.charged;
    }
}

/// The numbers of a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = UsageNumbers)]
pub struct Numbers {
    /// Requests.
    pub requests: u64,
    /// Of these, answered 400 or above, apart from 429.
    pub errors: u64,
    /// Of these, answered 429.
    pub limited: u64,
    /// Of these, counted against the plan's quota: neither 304 nor 429, nor `/account` and `/usage`.
    pub charged: u64,
    /// Bytes of answers and messages, before compression.
    pub bytes: u64,
    /// Half of the requests took less, in milliseconds; null where there were none.
    pub p50_ms: Option<f64>,
    /// All but one in twenty took less, in milliseconds; null where there were none.
    pub p95_ms: Option<f64>,
    /// Minutes that sockets and streams were open; those still open count up to a moment ago.
    pub socket_minutes: f64,
    /// Messages sent to them.
    pub messages: u64,
}

impl Numbers {
    pub(super) fn of(sums: &Sums) -> Self {
        let Sums { tally, errors, limited, charged } = sums;
        #[expect(clippy::cast_precision_loss, reason = "shown to three places")]
        let minutes = (tally.socket_ms as f64 / 60.0).round() / 1_000.0;
        Self {
            requests: tally.requests,
            errors: *errors,
            limited: *limited,
            charged: *charged,
            bytes: tally.bytes,
            p50_ms: latency::percentile(&tally.latency, 0.50),
            p95_ms: latency::percentile(&tally.latency, 0.95),
            socket_minutes: minutes,
            messages: tally.messages,
        }
    }
}

/// What an account used.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Usage)]
pub struct Report {
    /// From here on: as asked, brought to what is kept.
    #[schema(format = DateTime)]
    pub from: String,
    /// Up to here, not included.
    #[schema(format = DateTime)]
    pub to: String,
    /// All that was used before this is in the numbers.
    #[schema(format = DateTime)]
    pub counted_until: String,
    /// The lines, by time and then by what they are broken down by.
    pub data: Vec<Row>,
    /// Always null: a report that would be too long is refused.
    pub next_cursor: Option<String>,
    /// All lines together.
    pub total: Numbers,
    /// How often the account's keys were refused, most frequent first. These requests are in no other
    /// number: they were not let in.
    pub refused: Vec<RefusedRow>,
}

/// How often one key was refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RefusedKey)]
pub struct RefusedRow {
    /// The code of the problem, such as `address_denied`.
    pub code: String,
    /// The key's public id; its number for a key that is no more.
    pub key_id: String,
    /// What its owner calls it; empty for a key that is no more.
    pub key_name: String,
    /// How often; hours are counted whole.
    pub count: u64,
    /// When for the last time.
    #[schema(format = DateTime)]
    pub last_at: String,
    /// From which address then.
    pub last_from: String,
}
