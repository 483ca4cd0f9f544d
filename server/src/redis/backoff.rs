//! Whether a dependency is worth asking: counted failures, and when to look again. No clock inside.

use std::time::Duration;

/// Failures in a row, other than a lost connection, after which it counts as away.
const FAILURES_BEFORE_AWAY: u32 = 3;
const MIN_DELAY: Duration = Duration::from_millis(100);
const MAX_DELAY: Duration = Duration::from_secs(2);

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
        connection_lost || self.failures >= FAILURES_BEFORE_AWAY
    }

    /// How long to wait before probe number `n`, from 0; `jitter` within `[0, 1)` spreads the nodes.
    pub fn backoff_delay(n: u32, jitter: f64) -> Duration {
        let whole = MIN_DELAY.saturating_mul(1 << n.min(10)).min(MAX_DELAY);
        whole.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
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
        assert_eq!(Health::backoff_delay(0, 1.0), MIN_DELAY);
        assert_eq!(Health::backoff_delay(0, 0.0), MIN_DELAY / 2);
        assert!(Health::backoff_delay(3, 0.0) > Health::backoff_delay(1, 0.0));
        assert_eq!(Health::backoff_delay(30, 1.0), MAX_DELAY);
    }
}
