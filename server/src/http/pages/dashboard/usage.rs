//! The pages' port to usage.

use super::common::{
    HOURS, bucket_index, day_ago, keys_of, midnight, per_minute, plan_of, sockets_of, unavailable,
    used, whole,
};
use crate::{
    accounts::keys::KeySummary,
    app::AppState,
    usage::{Bucket, Dimension, Numbers, Query, RefusedRow, Report, Row},
};
use app::port::{
    BusyKey, FirstRequest, Grouping, PortError, RefusedKey, Span, Totals, UsageQuery, UsageReport,
    UsageSeries, UsageSummary,
};
use async_trait::async_trait;
use chrono::TimeDelta;
use entity::model::Instant;
use std::collections::{BTreeMap, HashMap};

/// Keys among the busiest.
const BUSIEST: usize = 5;

/// The usage of one's own.
pub struct UsagePort(pub AppState);

#[async_trait]
impl app::port::UsageReads for UsagePort {
    async fn summary(&self, account: i64) -> Result<UsageSummary, PortError> {
        let app = &self.0;
        let now = app.clock.now();
        let (from, end) = (day_ago(now), now + TimeDelta::minutes(1));
        let plan = plan_of(app, account).await?;
        let keys = keys_of(app, account).await.map_err(unavailable)?;
        // Read before the sums: those that follow then have what it tells of.
        let first = app.usage.first_request(account).await.map_err(unavailable)?;
        let today = used(app, account, &Query::between(midnight(now), end)).await?.total;
        let hour = Query::between(now - TimeDelta::minutes(59), end);
        let hour = used(app, account, &hour).await?.total;
        let day = Query::between(from, end);
        let hours = used(app, account, &day.clone().by(&[], Some(Bucket::Hour))).await?;
        let by_key = used(app, account, &day.by(&[Dimension::Key], Some(Bucket::Hour))).await?;
        let course = |number: fn(&Row) -> u64| course(&hours.data, from, number);
        Ok(UsageSummary {
            keys: keys.iter().filter(|key| key.revoked_at.is_none()).map(|_| 1).sum(),
            requests_today: today.requests,
            charged_today: today.charged,
            per_day: plan.per_day.map(u64::from),
            errors_today: today.errors,
            limited_today: today.limited,
            p95_ms: whole(hour.p95_ms),
            sockets: sockets_of(app, account),
            socket_limit: plan.sockets.into(),
            requests: course(|row| row.numbers.requests),
            errors: course(|row| row.numbers.errors),
            p95: course(|row| whole(row.numbers.p95_ms).unwrap_or_default().into()),
            busiest: busiest(&by_key.data, &keys, from),
            first: first.map(|first| FirstRequest {
                at: first.at,
                endpoint: format!("/api/v1{}", first.endpoint),
                status: first.status,
            }),
            counted_until: counted(&hours, now),
        })
    }

    async fn report(&self, account: i64, query: &UsageQuery) -> Result<UsageReport, PortError> {
        let app = &self.0;
        let now = app.clock.now();
        let span = query.span(now);
        let plan = plan_of(app, account).await?;
        let keys = keys_of(app, account).await.map_err(unavailable)?;
        let asked = asked(query, &span, &keys)?;
        let names = names(&keys);
        let totals = used(app, account, &Query { bucket: None, ..asked.clone() }).await?;
        let buckets = used(app, account, &asked).await?;
        let count = span.starts().len();
        let mut groups: BTreeMap<Group, UsageSeries> = BTreeMap::new();
        for row in &totals.data {
            let series = UsageSeries {
                name: name(row, &names),
                requests: vec![0; count],
                limited: vec![0; count],
                totals: sums(&row.numbers),
            };
            groups.insert(group(row), series);
        }
        for row in &buckets.data {
            // What was written between the two readings has its totals at the next look.
            let Some(series) = groups.get_mut(&group(row)) else { continue };
            let Some(at) = bucket_index(row.at.as_deref(), span.from, span.bucket) else {
                continue;
            };
            if let Some(requests) = series.requests.get_mut(at) {
                *requests += row.numbers.requests;
            }
            if let Some(limited) = series.limited.get_mut(at) {
                *limited += row.numbers.limited;
            }
        }
        Ok(UsageReport {
            span,
            by: query.by,
            series: groups.into_values().collect(),
            all: sums(&totals.total),
            refused: totals.refused.iter().filter_map(refused).collect(),
            per_minute: per_minute(app, &plan),
            per_day: plan.per_day.map(u64::from),
            keys: keys.into_iter().map(|key| (key.public_id, key.name)).collect(),
            counted_until: counted(&buckets, now),
        })
    }
}

impl UsagePort {
    /// The buckets of the page as a file, in the form that `/api/v1/usage` gives.
    pub(super) async fn csv(&self, account: i64, query: &UsageQuery) -> Result<String, PortError> {
        let app = &self.0;
        let keys = keys_of(app, account).await.map_err(unavailable)?;
        let asked = asked(query, &query.span(app.clock.now()), &keys)?;
        Ok(used(app, account, &asked).await?.csv(&asked))
    }
}

/// What the page's query asks for, bucket by bucket.
fn asked(query: &UsageQuery, span: &Span, keys: &[KeySummary]) -> Result<Query, PortError> {
    let by = match query.by {
        Grouping::Key => Dimension::Key,
        Grouping::Endpoint => Dimension::Endpoint,
        Grouping::Status => Dimension::Status,
    };
    let bucket = Bucket::Seconds(u32::try_from(span.bucket).unwrap_or(u32::MAX));
    let mut asked = Query::between(span.from, span.to).by(&[by], Some(bucket));
    if let Some(wanted) = &query.key {
        let key = keys.iter().find(|key| key.public_id == *wanted);
        let what = || "such key of yours".to_owned();
        asked.key = Some(key.ok_or_else(|| PortError::NotFound { what: what() })?.key.0);
    }
    Ok(asked)
}

/// What a line is broken down by.
type Group = (Option<String>, Option<String>, Option<u16>);

fn group(row: &Row) -> Group {
    (row.key_id.clone(), row.endpoint.clone(), row.status)
}

/// What owners call their keys, by public id; a name given twice is told apart by the public id.
fn names(keys: &[KeySummary]) -> HashMap<String, String> {
    let name = |key: &KeySummary| {
        let twice = keys.iter().filter(|other| other.name == key.name).count() > 1;
        if twice { format!("{} ({})", key.name, key.public_id) } else { key.name.clone() }
    };
    keys.iter().map(|key| (key.public_id.clone(), name(key))).collect()
}

fn name(row: &Row, names: &HashMap<String, String>) -> String {
    match (&row.key_id, &row.endpoint, row.status) {
        (Some(key), _, _) => names.get(key).cloned().unwrap_or_else(|| format!("key {key}")),
        (None, Some(endpoint), _) => endpoint.clone(),
        (None, None, Some(status)) => status.to_string(),
        (None, None, None) => String::new(),
    }
}

fn refused(row: &RefusedRow) -> Option<RefusedKey> {
    let name = if row.key_name.is_empty() { &row.key_id } else { &row.key_name };
    Some(RefusedKey {
        code: row.code.clone(),
        name: name.clone(),
        count: row.count,
        last_at: row.last_at.parse().ok()?,
        last_from: row.last_from.clone(),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "minutes are positive, and whole ones are shown"
)]
fn sums(numbers: &Numbers) -> Totals {
    Totals {
        requests: numbers.requests,
        errors: numbers.errors,
        limited: numbers.limited,
        bytes: numbers.bytes,
        p50_ms: whole(numbers.p50_ms),
        p95_ms: whole(numbers.p95_ms),
        socket_minutes: numbers.socket_minutes.round() as u64,
        messages: numbers.messages,
    }
}

/// A number hour by hour.
fn course(rows: &[Row], from: Instant, number: impl Fn(&Row) -> u64) -> Vec<u64> {
    let mut hours = vec![0; HOURS];
    for row in rows {
        let hour = bucket_index(row.at.as_deref(), from, 3_600);
        if let Some(hour) = hour.and_then(|hour| hours.get_mut(hour)) {
            *hour += number(row);
        }
    }
    hours
}

/// The most used keys, most used first.
fn busiest(rows: &[Row], keys: &[KeySummary], from: Instant) -> Vec<BusyKey> {
    let of = |key: &KeySummary| {
        let id = Some(&key.public_id);
        let own: Vec<Row> = rows.iter().filter(|row| row.key_id.as_ref() == id).cloned().collect();
        let spark = course(&own, from, |row| row.numbers.requests);
        BusyKey {
            public_id: key.public_id.clone(),
            name: key.name.clone(),
            requests: spark.iter().sum(),
            spark,
        }
    };
    let mut busy: Vec<BusyKey> = keys.iter().map(of).filter(|key| key.requests > 0).collect();
    busy.sort_by_key(|key| std::cmp::Reverse(key.requests));
    busy.truncate(BUSIEST);
    busy
}

fn counted(report: &Report, now: Instant) -> Instant {
    report.counted_until.parse().unwrap_or(now)
}
