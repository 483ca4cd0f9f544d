//! On whose account a call to the upstream goes.

use std::time::Duration;

/// Whose calls are made first where few are left: later ones must leave more of the day alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// An operator, or a customer whose plan is paid.
    Paid,
    /// A customer whose plan is free.
    Free,
    /// Anybody: readers without a key, and pages.
    Anonymous,
}

impl Rank {
    /// How many tenths of an even spending of the day are left alone for those that come first.
    /// Seven are for live matches, one for paid plans, one for free ones.
    pub(super) const fn reserve_tenths(self) -> u64 {
        match self {
            Rank::Paid => 7,
            Rank::Free => 8,
            Rank::Anonymous => 9,
        }
    }
}

/// Pays for a call that is about to be made.
pub trait Payer: Send + Sync {
    /// Where it stands.
    fn rank(&self) -> Rank;

    /// Pay for one call, or say how long to wait.
    fn pay(&self) -> Result<(), Duration>;
}

/// One who may always ask, as far as the day allows: for an operator's own calls, and tests.
#[derive(Clone, Copy, Debug)]
pub struct Unlimited;

impl Payer for Unlimited {
    fn rank(&self) -> Rank {
        Rank::Paid
    }

    fn pay(&self) -> Result<(), Duration> {
        Ok(())
    }
}
