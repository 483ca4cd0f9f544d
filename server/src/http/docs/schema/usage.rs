//! What an account used.

use utoipa::ToSchema;

/// Length of the time of one line of usage.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum UsageBucket {
    Minute,
    Hour,
    Day,
}

/// What usage is written as.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum UsageFormat {
    Json,
    Csv,
}

/// What an account used.
#[derive(ToSchema)]
pub struct Usage {
    /// From here on: as asked, brought to what is kept.
    #[schema(format = DateTime)]
    from: String,
    /// Up to here, not included.
    #[schema(format = DateTime)]
    to: String,
    /// All that was used before this is in the numbers.
    #[schema(format = DateTime)]
    counted_until: String,
    /// The lines, by time and then by what they are broken down by.
    data: Vec<UsageRow>,
    /// Always null: a report that would be too long is refused.
    next_cursor: Option<String>,
    /// All lines together.
    total: UsageNumbers,
    /// How often the account's keys were refused, most frequent first. These requests are in no other
    /// number: they were not let in.
    refused: Vec<RefusedKey>,
}

/// How often one key was refused for one reason.
#[derive(ToSchema)]
pub struct RefusedKey {
    /// The code of the problem, such as `address_denied`.
    code: String,
    /// The key's public id.
    key_id: String,
    /// What its owner calls it; empty for a key that is no more.
    key_name: String,
    /// How often; hours are counted whole.
    count: u64,
    /// When for the last time.
    #[schema(format = DateTime)]
    last_at: String,
    /// From which address then.
    last_from: String,
}

/// The numbers of a line.
#[derive(ToSchema)]
pub struct UsageNumbers {
    /// Requests.
    requests: u64,
    /// Of these, answered 400 or above, apart from 429.
    errors: u64,
    /// Of these, answered 429.
    limited: u64,
    /// Of these, counted against the plan's quota: neither 304 nor 429, nor `/account` and `/usage`.
    charged: u64,
    /// Bytes of answers and messages, before compression.
    bytes: u64,
    /// Half of the requests took less, in milliseconds; null where there were none.
    p50_ms: Option<f64>,
    /// All but one in twenty took less, in milliseconds; null where there were none.
    p95_ms: Option<f64>,
    /// Minutes that sockets and streams were open; those still open count up to a moment ago.
    socket_minutes: f64,
    /// Messages sent to them.
    messages: u64,
}

/// One line. What it is not broken down by is left out; the numbers stand beside these members.
#[derive(ToSchema)]
pub struct UsageRow {
    /// When the line's time begins.
    #[schema(format = DateTime)]
    at: String,
    /// The key's public id.
    key_id: String,
    /// What its owner calls it; empty for a key that is no more.
    key_name: String,
    /// The endpoint's template.
    endpoint: String,
    /// The answers' status; 101 for sockets and streams.
    status: u16,
}
