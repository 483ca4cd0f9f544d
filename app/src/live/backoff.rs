//! How long to wait before connecting again.

/// The longest wait, before jitter.
const CEILING_MS: f64 = 30_000.0;

/// Milliseconds to wait before attempt `attempt` (from 0), for a `chance` in `0.0..1.0`.
///
/// The bound doubles from one second; half of it is certain and half is chance, so that many
/// browsers cut off at once do not come back at once.
pub(super) fn delay_ms(attempt: u32, chance: f64) -> i32 {
    let bound = (1000.0 * f64::from(1_u32 << attempt.min(5))).min(CEILING_MS);
    // At most 30 000, well inside the type.
    (bound / 2.0 + bound / 2.0 * chance.clamp(0.0, 1.0)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_ceiling_and_is_spread_by_chance() {
        assert_eq!((delay_ms(0, 0.0), delay_ms(0, 1.0)), (500, 1000));
        assert_eq!((delay_ms(3, 0.0), delay_ms(3, 1.0)), (4000, 8000));
        assert_eq!((delay_ms(40, 0.0), delay_ms(40, 1.0)), (15_000, 30_000));
    }
}
