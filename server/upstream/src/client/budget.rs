//! What the answer's headers say of the quota.

use http::HeaderMap;
use std::time::Duration;

/// What is left of the quota, as the latest answer told it.
///
/// The upstream has four headers with four names; the `RapidAPI` gateway adds when the day's quota
/// is renewed. What is missing is `None`: `/status` and error pages carry none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Requests a day in this subscription.
    pub day_limit: Option<u32>,
    /// Requests left today.
    pub day_remaining: Option<u32>,
    /// Requests a minute in this subscription.
    pub minute_limit: Option<u32>,
    /// Requests left in this minute.
    pub minute_remaining: Option<u32>,
    /// Until the day's quota is renewed; only the `RapidAPI` gateway says so.
    pub day_resets_in: Option<Duration>,
}

impl Budget {
    /// Reads the headers, whatever their case.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Budget {
            day_limit: read(headers, "x-ratelimit-requests-limit"),
            day_remaining: read(headers, "x-ratelimit-requests-remaining"),
            minute_limit: read(headers, "x-ratelimit-limit"),
            minute_remaining: read(headers, "x-ratelimit-remaining"),
            day_resets_in: read(headers, "x-ratelimit-requests-reset")
                .map(|seconds| Duration::from_secs(u64::from(seconds))),
        }
    }

    /// True where the headers said nothing.
    pub fn is_silent(&self) -> bool {
        *self == Budget::default()
    }
}

/// A count; below nothing is nothing, beyond 32 bits is the most we can say.
fn read(headers: &HeaderMap, name: &str) -> Option<u32> {
    let text = headers.get(name)?.to_str().ok()?;
    let number: f64 = text.split(',').next()?.trim().parse().ok()?;
    number.is_finite().then_some(number.clamp(0.0, f64::from(u32::MAX)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &'static str)| {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("is a header name");
            (name, HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn the_four_headers_of_the_direct_host_are_read_in_any_case() {
        let budget = Budget::from_headers(&headers(&[
            ("x-ratelimit-requests-limit", "7500"),
            ("X-RateLimit-Requests-Remaining", "7431"),
            ("X-RateLimit-Limit", "300"),
            ("x-ratelimit-remaining", "299"),
        ]));
        assert_eq!(budget.day_limit, Some(7_500));
        assert_eq!(budget.day_remaining, Some(7_431));
        assert_eq!(budget.minute_limit, Some(300));
        assert_eq!(budget.minute_remaining, Some(299));
        assert_eq!(budget.day_resets_in, None);
    }

    #[test]
    fn the_gateway_also_says_when_the_day_ends() {
        let budget = Budget::from_headers(&headers(&[
            ("x-ratelimit-requests-limit", "100"),
            ("x-ratelimit-requests-remaining", "3"),
            ("x-ratelimit-requests-reset", "43200"),
        ]));
        assert_eq!(budget.day_resets_in, Some(Duration::from_secs(43_200)));
        assert_eq!(budget.minute_limit, None);
    }

    #[test]
    fn nonsense_in_a_header_is_no_number() {
        let budget = Budget::from_headers(&headers(&[
            ("x-ratelimit-requests-limit", "many"),
            ("x-ratelimit-requests-remaining", "-1"),
            ("x-ratelimit-limit", "10, 10"),
            ("x-ratelimit-remaining", "NaN"),
            ("x-ratelimit-requests-reset", ""),
        ]));
        assert_eq!(budget.day_limit, None);
        assert_eq!(budget.day_remaining, Some(0));
        assert_eq!(budget.minute_limit, Some(10));
        assert_eq!(budget.minute_remaining, None);
        assert_eq!(budget.day_resets_in, None);
        assert!(Budget::from_headers(&HeaderMap::new()).is_silent());
    }
}
