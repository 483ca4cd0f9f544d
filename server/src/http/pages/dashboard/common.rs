//! What the ports have in common.

use crate::{
    accounts::keys::{KeyError, KeySummary, Page},
    app::AppState,
    limits::{PlanLimits, Quota},
    usage::{Query, Report, ReportError},
};
use app::port::PortError;
use chrono::{NaiveTime, TimeDelta};
use entity::model::{AccountId, Instant};
use std::{fmt::Display, sync::Arc};

/// Keys read at a time.
const BATCH_SIZE: u64 = 200;
/// Hours of a day's course.
pub(super) const HOURS: usize = 24;

/// Log what failed; the page says no more than that it did.
pub(super) fn unavailable(error: impl Display) -> PortError {
    tracing::error!(%error, "a customer's own data could not be read");
    PortError::Unavailable
}

/// Every key of an account, newest first.
pub(super) async fn keys_of(app: &AppState, account: i64) -> Result<Vec<KeySummary>, KeyError> {
    let mut all: Vec<KeySummary> = Vec::new();
    loop {
        let page = Page { before: all.last().map(|key| key.key), limit: BATCH_SIZE };
        let some = app.keys.list(AccountId(account), page).await?;
        let last = (some.len() as u64) < BATCH_SIZE;
        all.extend(some);
        if last {
            return Ok(all);
        }
    }
}

/// The plan an account is on.
pub(super) async fn plan_of(app: &AppState, account: i64) -> Result<Arc<PlanLimits>, PortError> {
    let row = app.accounts.users.by_id(account).await.map_err(unavailable)?;
    let row = row.ok_or_else(|| PortError::NotFound { what: "such account".to_owned() })?;
    Ok(app.plans.get(&row.plan))
}

/// The requests a minute that a plan comes to under the settings in force.
pub(super) fn per_minute(app: &AppState, plan: &PlanLimits) -> u64 {
    let quota = Quota::of(plan, &app.config.rate_limit);
    u64::from(quota.per_window) * 60 / u64::from(quota.window.max(1))
}

/// Sockets and streams of an account that are open on this node.
pub(super) fn sockets_of(app: &AppState, account: i64) -> u64 {
    app.hub.sockets_of(&format!("account:{account}")) as u64
}

/// The account's usage.
pub(super) async fn used(app: &AppState, account: i64, query: &Query) -> Result<Report, PortError> {
    app.usage.report(account, query).await.map_err(|error: ReportError| unavailable(error))
}

/// The beginning of the UTC day.
pub(super) fn midnight(now: Instant) -> Instant {
    now.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// Where the first of the last 24 hours begins; the last one is the hour of `now`.
pub(super) fn day_ago(now: Instant) -> Instant {
    let hour = now.timestamp() - now.timestamp().rem_euclid(3_600);
    let hour = Instant::from_timestamp(hour, 0).unwrap_or(now);
    hour - TimeDelta::hours(HOURS as i64 - 1)
}

/// In which of equal buckets from `from` on the line of a report lies.
pub(super) fn bucket_index(at: Option<&str>, from: Instant, seconds: i64) -> Option<usize> {
    let at: Instant = at?.parse().ok()?;
    usize::try_from((at - from).num_seconds().div_euclid(seconds)).ok()
}

/// Milliseconds as pages show them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "latencies are positive and end at some minutes"
)]
pub(super) fn whole(millis: Option<f64>) -> Option<u32> {
    millis.map(|millis| millis.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_now_is_the_last_of_twenty_four() {
        let now: Instant = "2026-05-17T12:20:30Z".parse().expect("an instant");
        let from = day_ago(now);
        assert_eq!(from, "2026-05-16T13:00:00Z".parse::<Instant>().expect("an instant"));
        assert_eq!(bucket_index(Some("2026-05-17T12:00:00Z"), from, 3_600), Some(HOURS - 1));
        assert_eq!(bucket_index(Some("2026-05-16T13:00:00Z"), from, 3_600), Some(0));
        assert_eq!(bucket_index(Some("2026-05-16T12:00:00Z"), from, 3_600), None);
        assert_eq!(bucket_index(None, from, 3_600), None);
    }
}
