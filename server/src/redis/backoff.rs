//! Whether a dependency is worth asking: counted failures, and when to look again. No clock inside.

use std::time::Duration;

/// Failures in a row, other than a lost connection, after which it counts as away.
const PATIENCE: u32 = 3;
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(2);

/// How the last calls went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    failures: u32,
}

impl Health {
    /// A call was answered.
    pub fn answered(&mut self) {
        self.failures = 0;
    }

    /// A call was not. Whether the other side now counts as away.
    pub fn failed(&mut self, connection_lost: bool) -> bool {
        self.failures = self.failures.saturating_add(1);
        connection_lost || self.failures >= PATIENCE
    }

    /// How long to wait before probe number `n`, from 0; `dice` within `[0, 1)` spreads the nodes.
    pub fn pause(n: u32, dice: f64) -> Duration {
        let whole = FIRST.saturating_mul(1 << n.min(10)).min(LONGEST);
        whole.mul_f64(0.5 + dice.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_connection_counts_at_once_and_slow_answers_in_a_row() {
        let mut health = Health::default();
        assert!(!health.failed(false) && !health.failed(false));
        health.answered();
        assert!(!health.failed(false) && !health.failed(false));
        assert!(health.failed(false));
        assert!(Health::default().failed(true));
    }

    #[test]
    fn probes_come_ever_more_seldom_up_to_a_bound() {
        assert_eq!(Health::pause(0, 1.0), FIRST);
        assert_eq!(Health::pause(0, 0.0), FIRST / 2);
        assert!(Health::pause(3, 0.0) > Health::pause(1, 0.0));
        assert_eq!(Health::pause(30, 1.0), LONGEST);
    }
}
