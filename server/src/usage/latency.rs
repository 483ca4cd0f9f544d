//! How long requests took, in buckets that grow by the same factor.

/// Buckets; the last has no end.
pub const BUCKETS: usize = 24;

/// Where each bucket but the last ends, in microseconds: from 0.1 ms to 3 s by a factor of 1.6.
const ENDS: [u64; BUCKETS - 1] = [
    100, 160, 256, 410, 655, 1_049, 1_678, 2_684, 4_295, 6_872, 10_995, 17_592, 28_147, 45_036,
    72_058, 115_292, 184_467, 295_148, 472_237, 755_579, 1_208_926, 1_934_281, 3_094_850,
];

/// Where each bucket but the last ends, in seconds.
pub fn bounds() -> impl Iterator<Item = f64> {
    #[expect(clippy::cast_precision_loss, reason = "they are small")]
    ENDS.into_iter().map(|micros| micros as f64 / 1_000_000.0)
}

/// The bucket of a duration in microseconds.
pub(super) fn bucket(micros: u64) -> usize {
    ENDS.partition_point(|end| *end < micros)
}

/// The duration in milliseconds that a share of the requests stayed below, within the bucket by
/// straight line; `None` where nothing was timed.
pub(super) fn percentile(counts: &[u64; BUCKETS], share: f64) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a millisecond more or less of an estimate")]
    let (wanted, millis) = (total as f64 * share, |micros: u64| micros as f64 / 1_000.0);
    let mut below = 0.0;
    for (i, count) in counts.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        let count = *count as f64;
        if below + count >= wanted && count > 0.0 {
            let from = millis(if i == 0 { 0 } else { ENDS[i - 1] });
            // The last bucket has no end: its beginning is all that is known.
            let to = ENDS.get(i).map_or(from, |end| millis(*end));
            let estimate = from + (to - from) * (wanted - below) / count;
            return Some((estimate * 1_000.0).round() / 1_000.0);
        }
        below += count;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_ends_where_the_next_begins() {
        assert_eq!((bucket(0), bucket(100), bucket(101)), (0, 0, 1));
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn percentiles_lie_within_the_bucket_of_the_request_they_name() {
        let mut counts = [0; BUCKETS];
        counts[bucket(1_000)] = 95;
        counts[bucket(1_000_000)] = 5;
        let p50 = percentile(&counts, 0.5).expect("timed");
        let p99 = percentile(&counts, 0.99).expect("timed");
        assert!((0.655..=1.049).contains(&p50), "{p50}");
        assert!((755.0..=1_209.0).contains(&p99), "{p99}");
        assert_eq!(percentile(&[0; BUCKETS], 0.5), None);
    }
}
