//! Limits as an answer says them: the IETF's two fields and the older three.

use crate::limits::{LimitDecision, PolicyState, seconds};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Put the fields on an answer.
///
/// The IETF pair names every policy. The older trio has room for one: the policy with the least
/// left, its reset as seconds since 1970. Of a policy that is used up the time to wait is said, the
/// same everywhere, by a refusal and by an answer that costs nothing alike.
pub fn put(headers: &mut HeaderMap, reply: &LimitDecision) {
    let (quota, outcome) = (&reply.claim.quota, &reply.outcome);
    let mut policy = Vec::with_capacity(64);
    let mut state = Vec::with_capacity(64);
    say(&mut policy, "\"minute\";q=", quota.per_window.into(), ";w=", quota.window.into());
    let until = |standing: &PolicyState| match standing.wait {
        0 => seconds(standing.reset),
        _ => reply.wait,
    };
    let (left, full) = (outcome.minute.remaining, until(&outcome.minute));
    say(&mut state, "\"minute\";r=", left.into(), ";t=", full);
    let mut tightest = (quota.per_window, outcome.minute);
    if let (Some(per_day), Some(day)) = (quota.per_day, outcome.day) {
        say(&mut policy, ", \"day\";q=", per_day.into(), ";w=", 86_400);
        say(&mut state, ", \"day\";r=", day.remaining.into(), ";t=", until(&day));
        if day.remaining < outcome.minute.remaining || day.wait > outcome.minute.wait {
            tightest = (per_day, day);
        }
    }
    let (limit, standing): (u32, PolicyState) = tightest;
    headers.insert(POLICY, text(policy));
    headers.insert(STATE, text(state));
    headers.insert(LIMIT, HeaderValue::from(limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    headers.insert(RESET, HeaderValue::from(reply.at / 1_000_000 + until(&standing)));
    put_wait(headers, reply);
}

/// Put `Retry-After` on a refusal, which is all that one without a key is told of its limit by fields.
pub fn put_wait(headers: &mut HeaderMap, reply: &LimitDecision) {
    if !reply.outcome.admitted {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(reply.wait));
    }
}

/// Two numbers with their names. Every answer says this, so it does without the formatter.
fn say(into: &mut Vec<u8>, name: &str, number: u64, other: &str, value: u64) {
    let mut digits = itoa::Buffer::new();
    into.extend_from_slice(name.as_bytes());
    into.extend_from_slice(digits.format(number).as_bytes());
    into.extend_from_slice(other.as_bytes());
    into.extend_from_slice(digits.format(value).as_bytes());
}

fn text(value: Vec<u8>) -> HeaderValue {
    HeaderValue::from_maybe_shared(bytes::Bytes::from(value)).expect("it is plain ASCII")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{
        config::RateLimit,
        limits::{Bucket, Charge, Local, Outcome, Quota, RateLimiter, Subject},
    };
    use proptest::prelude::*;
    use std::sync::Arc;

    const SECOND: u64 = 1_000_000;
    const DAY: u64 = 86_400 * SECOND;

    proptest! {
        #[test]
        fn headers_say_what_the_bucket_says(
            q in 1_u32..100, per_day in proptest::option::of(1_u32..100), n in 1_usize..120,
        ) {
            let quota = Quota { per_window: q, window: 60, per_day };
            let now = 20_000 * DAY + 5;
            let mut bucket = Bucket::default();
            let outcome = (0..n).map(|_| bucket.charge(quota, now)).last().unwrap();
            let said = said(quota, outcome);
            let get = |name: &str| said.get(name).map(|v| v.to_str().unwrap().to_owned());
            let day = per_day.map_or(String::new(), |d| format!(", \"day\";q={d};w=86400"));
            prop_assert_eq!(get("ratelimit-policy").unwrap(), format!("\"minute\";q={q};w=60{day}"));
            let prefix = format!("\"minute\";r={};t=", outcome.minute.remaining);
            prop_assert!(get("ratelimit").unwrap().starts_with(&prefix));
            let remaining: u32 = get("x-ratelimit-remaining").unwrap().parse().unwrap();
            let least = outcome.day.map_or(u32::MAX, |d| d.remaining).min(outcome.minute.remaining);
            prop_assert_eq!(remaining, least);
            prop_assert!(remaining <= get("x-ratelimit-limit").unwrap().parse().unwrap());
            prop_assert!(get("x-ratelimit-reset").unwrap().parse::<u64>().unwrap() >= 1_000);
            let wait = get("retry-after").map(|v| v.parse::<u64>().unwrap());
            prop_assert_eq!(wait.is_some(), !outcome.admitted);
            prop_assert!(wait.is_none_or(|wait| wait * SECOND >= outcome.wait()));
            if let Some(wait) = wait {
                let same = format!(";t={wait}");
                prop_assert!(get("ratelimit").unwrap().contains(&same));
                let reset: u64 = get("x-ratelimit-reset").unwrap().parse().unwrap();
                prop_assert_eq!(reset, 1_000 + wait);
            }
        }
    }

    fn said(quota: Quota, outcome: Outcome) -> HeaderMap {
        let mut map = HeaderMap::new();
        let claim = Charge { quota, subject: Subject::Account(1) };
        put(&mut map, &LimitDecision::new(claim, outcome, 1_000 * SECOND));
        map
    }

    #[tokio::test]
    async fn a_look_says_what_the_refusal_before_it_said() {
        let gate = RateLimiter::new(RateLimit::default(), Arc::new(Local::default()));
        let quota = Quota { per_window: 2, window: 3_600, per_day: None };
        let claim = Charge { quota, subject: Subject::Account(1) };
        let said = |reply: &LimitDecision| {
            let mut map = HeaderMap::new();
            put(&mut map, reply);
            ["ratelimit", "ratelimit-policy"].map(|name| map[name].to_str().unwrap().to_owned())
        };
        gate.charge(claim).await;
        let last = gate.charge(claim).await;
        let refusal = gate.charge(claim).await;
        let look = gate.peek(claim).await;
        assert!(last.outcome.admitted && !refusal.outcome.admitted && look.outcome.admitted);
        assert_eq!(said(&look), said(&refusal));
        assert_eq!(said(&last), said(&refusal));
    }
}
