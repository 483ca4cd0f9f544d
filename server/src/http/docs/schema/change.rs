//! What turned one version of a match into the next.

use utoipa::ToSchema;

/// One thing that is different. `kind` says which other members there are.
#[derive(ToSchema)]
#[schema(example = json!({"kind": "score", "from": [0, 1], "to": [0, 2]}))]
pub struct ChangeItem {
    /// `goal`, `correction`, `score`, `status`, `incident`, `period`, `schedule`, `clock` or
    /// `details`.
    kind: String,
}

/// What turned one version of a match into the next.
#[derive(ToSchema)]
pub struct Change {
    /// Which match.
    r#match: String,
    /// The match's own channel.
    channel: String,
    /// The version this change makes.
    version: u64,
    /// Its place in the log.
    #[schema(pattern = "^[0-9]+-0$")]
    seq: String,
    /// The life of the log that place is in.
    epoch: String,
    /// When it was accepted.
    #[schema(format = DateTime)]
    at: String,
    /// What is different, most important first.
    changes: Vec<ChangeItem>,
    /// RFC 7396: the match before, patched, is the match after.
    patch: serde_json::Value,
}

/// What was told on a channel.
#[derive(ToSchema)]
pub struct ChannelChanges {
    /// Changes as sockets carry them, oldest first.
    data: Vec<Change>,
    /// Give it as `after` for what comes then.
    #[schema(pattern = "^.+:[0-9]+-0$")]
    next: String,
}

/// A page of changes.
#[derive(ToSchema)]
pub struct ChangeList {
    /// The page, oldest first.
    data: Vec<Change>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}
