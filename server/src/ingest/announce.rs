//! Who is told of a committed change.

use entity::model::{Change, Sport};

/// Hands changes to every channel that covers them.
///
/// Called in the order of the log, after the board shows the new version. May be called twice for
/// one change after a crash; listeners drop what they have seen.
pub trait Announce: Send + Sync + 'static {
    /// Tell everyone. Must not wait for a listener.
    fn announce(&self, sport: Sport, change: &Change);
}
