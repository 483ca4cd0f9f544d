//! `GET /usage?from=&to=&by=key,endpoint,status&bucket=hour`

use crate::{
    accounts::keys::KeyError,
    app::AppState,
    http::{
        Problem,
        auth::{ApiKey, UsageRead},
        query::Params,
        response::{IfNoneMatch, JsonResponse},
    },
    usage::{Bucket, Dimension, Query, Report, ReportError},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime};
use entity::model::Instant;
use utoipa::ToSchema;

/// Days one report may cover, which is all that is kept.
const MOST_DAYS: i64 = 90;

/// What usage is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Format {
    Json,
    Csv,
}

impl Format {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What the key's owner used, as JSON or CSV.
///
/// Counted by the minute for a day, by the hour for 90 days. `charged` is what counts against the plan's
/// quota. `refused` tells how often keys were turned away, and from where last. Costs nothing, so it answers when a
/// limit is used up.
#[utoipa::path(
    get, path = "/api/v1/usage", tag = "Account", operation_id = "usage",
    params(
        ("from" = Option<String>, Query, description = "A UTC day or an instant; a day before `to` unless said otherwise", example = "2026-11-20"),
        ("to" = Option<String>, Query, description = "A UTC day, meant to its end, or an instant; now unless said otherwise", example = "2026-11-21"),
        ("by" = Option<String>, Query, description = "What to break the numbers down by: one or more of `key`, `endpoint`, `status` with commas between", example = "key,endpoint,status"),
        ("bucket" = inline(Option<Bucket>), Query, description = "Length of the time of one line; `minute` reaches back 24 hours", example = "hour"),
        ("key" = Option<String>, Query, description = "Only this key, by its public id"),
        ("endpoint" = Option<String>, Query, description = "Only this endpoint, by its template such as `/matches`"),
        ("status" = Option<u16>, Query, description = "Only answers of this status"),
        ("format" = inline(Option<Format>), Query, description = "In place of the header `Accept`", example = "json"),
    ),
    responses((status = 200, description = "The usage", content(
        (Report = "application/json"),
        (String = "text/csv"),
    ))),
    security(("key" = ["usage:read"])),
)]
pub async fn read(
    holder: ApiKey<UsageRead>,
    State(app): State<AppState>,
    mut query: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = query.text("key").map(str::to_owned);
    let (mut query, format) = parse(&mut query, &headers, app.clock.now())?;
    if let Some(public_id) = key {
        let key = app.keys.find(holder.account, &public_id).await;
        query.key = Some(key.map_err(no_such_key)?.key.0);
    }
    let report = app.usage.report(holder.account.0, &query).await.map_err(|error| match error {
        ReportError::TooLong => Problem::bad_field("from", error.to_string()),
        ReportError::Decode | ReportError::Database(_) => Problem::internal(error),
    })?;
    let known = IfNoneMatch::of(&headers);
    let mut response = match format {
        Format::Csv => JsonResponse::new(report.csv(&query), None, 0).private_to(&known),
        Format::Json => JsonResponse::of(&report, None, 0).private_to(&known),
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    if format == Format::Csv && headers.contains_key(header::CONTENT_TYPE) {
        let kind = HeaderValue::from_static("text/csv; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
        let file = HeaderValue::from_static("attachment; filename=\"usage.csv\"");
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    Ok(response)
}

fn no_such_key(error: KeyError) -> Problem {
    match error {
        KeyError::NotFound => Problem::bad_field("key", "key is the public id of a key of yours"),
        error => error.into(),
    }
}

/// Read the question; every part that cannot be used is told by name.
fn parse(
    params: &mut Params,
    headers: &HeaderMap,
    now: Instant,
) -> Result<(Query, Format), Problem> {
    let to = params.read("to", |text| edge(text, "to", 1)).unwrap_or(now);
    let from = params.read("from", |text| edge(text, "from", 0)).unwrap_or(to - Days::new(1));
    let mut query = Query::between(from, to);
    query.by = params.read("by", ways).unwrap_or_default();
    query.bucket = params.read("bucket", |text| {
        Bucket::from_word(text).ok_or_else(|| "bucket is minute, hour or day".to_owned())
    });
    query.status = params.read("status", |text| {
        text.parse().map_err(|_| "status is a number such as 429".to_owned())
    });
    query.endpoint = params.text("endpoint").map(|text| text.chars().take(191).collect());
    let format = params.read("format", |text| {
        Format::from_word(text).ok_or_else(|| "format is json or csv".to_owned())
    });
    let mut wrong = |message: &str| {
        let (field, message) = ("from".to_owned(), message.to_owned());
        params.fault(crate::http::problem::FieldError { field, message });
    };
    if from >= to {
        wrong("from lies before to");
    } else if to - from > chrono::TimeDelta::days(MOST_DAYS) {
        wrong("ask for at most 90 days at once");
    } else if query.bucket == Some(Bucket::Minute) && now - from > chrono::TimeDelta::hours(24) {
        wrong("minutes are kept for 24 hours; ask for bucket=hour further back");
    }
    std::mem::take(params).check()?;
    Ok((query, format.unwrap_or_else(|| preferred(headers))))
}

fn ways(text: &str) -> Result<Vec<Dimension>, String> {
    let way = |word: &str| {
        Dimension::from_word(word.trim())
            .ok_or("by is one or more of key, endpoint, status".to_owned())
    };
    text.split(',').map(way).collect()
}

/// An instant, or a UTC day; a day given as the end is meant to its end.
fn edge(text: &str, name: &str, days: u64) -> Result<Instant, String> {
    let wrong =
        || format!("{name} is a day such as 2026-11-23 or an instant such as 2026-11-23T12:00:00Z");
    if let Ok(day) = text.parse::<NaiveDate>() {
        let day = day.checked_add_days(Days::new(days)).ok_or_else(wrong)?;
        return in_range(day.and_time(NaiveTime::MIN).and_utc()).ok_or_else(wrong);
    }
    let instant = DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
    in_range(instant.to_utc()).ok_or_else(wrong)
}

/// Years beyond these would leave the range of reckoning with them.
fn in_range(instant: Instant) -> Option<Instant> {
    let seconds = instant.timestamp();
    (0..32_503_680_000).contains(&seconds).then_some(instant)
}

/// CSV where `Accept` names it, and names it before JSON.
fn preferred(headers: &HeaderMap) -> Format {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let place = |kind: &str| accept.find(kind).unwrap_or(usize::MAX);
    if place("text/csv") < place("application/json") { Format::Csv } else { Format::Json }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn now() -> Instant {
        "2026-03-10T12:00:30Z".parse().expect("an instant")
    }

    fn ask(text: &str) -> Result<(Query, Format), Problem> {
        parse(&mut Params::parse(text), &HeaderMap::new(), now())
    }

    #[test]
    fn nothing_asked_means_the_last_day_and_days_are_meant_whole() {
        let (query, format) = ask("").expect("is usable");
        let day_before = now() - TimeDelta::days(1);
        assert_eq!((query.from, query.to, format), (day_before, now(), Format::Json));
        let (query, format) =
            ask("from=2026-03-01&to=2026-03-02&by=key,status&bucket=day&format=csv")
                .expect("is usable");
        assert_eq!(query.to - query.from, TimeDelta::days(2));
        assert_eq!((query.by, format), (vec![Dimension::Key, Dimension::Status], Format::Csv));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for text in [
            "from=yesterday",
            "from=2026-03-02&to=2026-03-01",
            "from=2020-01-01&to=2026-01-01",
            "by=owner",
            "bucket=second",
            "bucket=minute&from=2026-03-08",
            "from=+262142-01-01",
            "to=9999-12-31T00:00:00Z",
            "status=99999",
            "format=xml",
        ] {
            assert!(ask(text).is_err(), "{text}");
        }
    }

    #[test]
    fn csv_is_for_those_who_name_it_first() {
        let preferred = |text: &'static str| {
            preferred(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(text))]))
        };
        for accept in ["text/csv", "text/csv, application/json"] {
            assert_eq!(preferred(accept), Format::Csv, "{accept}");
        }
        for accept in ["*/*", "application/json, text/csv;q=0.5"] {
            assert_eq!(preferred(accept), Format::Json, "{accept}");
        }
    }
}
