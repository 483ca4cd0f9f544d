//! How long to wait, in whole seconds.

/// Seconds to wait, never too few, and up to a tenth more so that not all come back at once: more of
/// it the greater `jitter`, which is one's own and always the same.
pub fn retry_after(wait: u64, jitter: u32) -> u64 {
    let least = seconds(wait).max(1);
    // At least one second of spread, at most five minutes.
    let spread = (least / 10).clamp(1, 300);
    least + ((u64::from(jitter) * (spread + 1)) >> 32)
}

/// Microseconds as whole seconds, rounded up.
pub fn seconds(micros: u64) -> u64 {
    micros.div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Subject;

    const SECOND: u64 = 1_000_000;

    #[test]
    fn retry_after_is_never_too_early_and_spreads_the_crowd() {
        assert_eq!(retry_after(1, 0), 1);
        assert_eq!(retry_after(60 * SECOND, 0), 60);
        assert_eq!(retry_after(60 * SECOND, u32::MAX), 66);
        assert_eq!(retry_after(80_000 * SECOND, u32::MAX), 80_300);
        let waits = (1..=100).map(|n| retry_after(60 * SECOND, Subject::Account(n).jitter()));
        let waits: std::collections::BTreeSet<u64> = waits.collect();
        assert_eq!(waits, (60..=66).collect(), "accounts come back at different times");
    }
}
