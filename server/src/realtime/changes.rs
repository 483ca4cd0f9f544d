//! What was told on a channel after a position, for those who ask instead of listening.

use crate::store::log::Log;
use entity::model::Position;
use live::{Hub, Stretch};
use sea_orm::DbErr;

/// The next changes of a channel after a position, at most `limit` of them; `None` where the log no
/// longer reaches back to it, or is another one.
pub async fn changes(
    hub: &Hub,
    log: &Log,
    channel: &str,
    after: &Position,
    limit: usize,
) -> Result<Option<Stretch>, DbErr> {
    if after.epoch != *log.epoch() {
        return Ok(None);
    }
    let seq = after.seq.0;
    if seq > hub.head() {
        // Another process told it first, and this one soon will; or nobody ever gave it out.
        let given_out = seq <= log.head().await?.0;
        return Ok(given_out.then(|| Stretch { messages: Vec::new(), next: seq }));
    }
    Ok(hub.after(channel, seq, limit))
}
