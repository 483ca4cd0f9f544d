//! What the proxy passes on.

use utoipa::ToSchema;

/// How an answer of the proxy came about: at hand, fetched for this request, or past its time.
#[derive(ToSchema)]
#[schema(rename_all = "UPPERCASE")]
pub enum XCache {
    Hit,
    Miss,
    Stale,
}

/// The upstream's envelope. What `response` holds is the upstream's own affair.
#[derive(ToSchema)]
pub struct Envelope {
    /// The endpoint that was asked.
    get: String,
    /// The parameters as understood: an object, or an empty list where there are none.
    parameters: serde_json::Value,
    /// Always empty here: an answer with errors becomes a problem.
    errors: serde_json::Value,
    /// The upstream's count.
    results: serde_json::Value,
    /// The data.
    response: serde_json::Value,
}
