//! Who is told of a committed change.

use async_trait::async_trait;
use entity::model::Change;

/// Hands changes to every channel that covers them.
///
/// Called in the order of the log, after the match cache shows the new version. May be called twice for
/// one change after a crash; listeners drop what they have seen.
#[async_trait]
pub trait Announce: Send + Sync + 'static {
    /// Tell everyone. May hold the caller back for a moment while many listeners lag behind, but
    /// never waits for any one of them.
    async fn announce(&self, change: &Change);

    /// Something was taken in and committed: other processes may look. Returns at once.
    fn moved(&self) {}
}
