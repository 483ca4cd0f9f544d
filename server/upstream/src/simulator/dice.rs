//! Chance that can be repeated: every draw is a function of the seed and of what it is drawn for.

/// A source of draws for one purpose.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

/// Scrambles a number (the finaliser of splitmix64).
pub(super) const fn mix(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Dice {
    /// The dice for the purpose that `parts` name; other parts, other draws.
    pub(super) fn of(seed: u64, parts: &[u64]) -> Self {
        Self(parts.iter().fold(mix(seed), |state, part| mix(state ^ mix(*part))))
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number from 0 up to but not including `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).unwrap_or(1))).unwrap_or(0)
    }

    /// A fraction from 0 up to but not including 1.
    pub(super) fn fraction(&mut self) -> f64 {
        // 53 bits fill the mantissa of an f64 exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with that probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// One of `things`, which must not be empty.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// A count around `mean`, as independent rare events give it (Knuth's way; `mean` is small).
    pub(super) fn poisson(&mut self, mean: f64) -> usize {
        let limit = (-mean).exp();
        let mut product = self.fraction();
        let mut count = 0;
        while product > limit && count < 20 {
            product *= self.fraction();
            count += 1;
        }
        count
    }

    /// Brings `things` into a random order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
