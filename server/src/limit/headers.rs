//! Limits as an answer says them: the IETF's two fields and the older three.

use super::{Reply, Standing};
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
pub fn put(headers: &mut HeaderMap, reply: &Reply) {
    let (quota, outcome) = (&reply.claim.quota, &reply.outcome);
    let mut policy = Vec::with_capacity(64);
    let mut state = Vec::with_capacity(64);
    say(&mut policy, "\"minute\";q=", quota.per_window.into(), ";w=", quota.window.into());
    let until = |standing: &Standing| match standing.wait {
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
    let (limit, standing): (u32, Standing) = tightest;
    headers.insert(POLICY, text(policy));
    headers.insert(STATE, text(state));
    headers.insert(LIMIT, HeaderValue::from(limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    headers.insert(RESET, HeaderValue::from(reply.at / 1_000_000 + until(&standing)));
    put_wait(headers, reply);
}

/// Put `Retry-After` on a refusal, which is all that one without a key is told of its limit by fields.
pub fn put_wait(headers: &mut HeaderMap, reply: &Reply) {
    if !reply.outcome.admitted {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(reply.wait));
    }
}

/// Seconds to wait, never too few, and up to a tenth more so that not all come back at once: more of
/// it the greater `dice`, which is one's own and always the same.
pub fn retry_after(wait: u64, dice: u32) -> u64 {
    let least = seconds(wait).max(1);
    // At least one second of spread, at most five minutes.
    let spread = (least / 10).clamp(1, 300);
    least + ((u64::from(dice) * (spread + 1)) >> 32)
}

/// Microseconds as whole seconds, rounded up.
pub fn seconds(micros: u64) -> u64 {
    micros.div_ceil(1_000_000)
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
