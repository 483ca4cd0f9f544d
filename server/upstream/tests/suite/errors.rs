//! Every sort of failure, told apart by real bodies.

use crate::{
    folder::recordings,
    recordings::{bytes, now},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::json;
use std::time::Duration;
use upstream::client::{Answer, ErrorClass, Failure, ParameterFault, UpstreamError};

fn open(status: u16, body: impl Into<Bytes>) -> Result<Answer, Failure> {
    Answer::open(status, &HeaderMap::new(), body.into(), now())
}

fn error(status: u16, body: impl Into<Bytes>) -> UpstreamError {
    open(status, body).expect_err("the body carries an error").error
}

/// The envelope the upstream wraps its errors in.
fn complaint(errors: serde_json::Value) -> String {
    let paging = json!({"current": 1, "total": 1});
    json!({"get": "fixtures", "parameters": {"leaguee": "39"}, "errors": errors, "results": 0,
        "paging": paging, "response": []})
    .to_string()
}

fn recorded(name: &str, status: u16) -> Option<UpstreamError> {
    Some(error(status, bytes(name)?))
}

fn fault(name: &str, message: &str) -> ParameterFault {
    ParameterFault { name: name.to_owned(), message: message.to_owned() }
}

#[test]
fn a_key_that_is_missing_or_wrong_is_known_by_its_token_error() {
    let text = "Error/Missing application key. Go to https://www.api-football.com/documentation-v3 \
                to learn how to get your API application key.";
    let found = error(200, complaint(json!({"token": text})));
    assert_eq!(found, UpstreamError::KeyRefused { message: text.to_owned() });
    // The edge adds a code of its own when no known header was sent.
    let found = error(403, complaint(json!({"error": "4xHe", "token": text})));
    assert_eq!(found.class(), ErrorClass::PermanentForKey);
    let gateway = r#"{"message":"Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info."}"#;
    assert!(matches!(error(401, gateway), UpstreamError::KeyRefused { .. }));
}

#[test]
fn a_suspended_account_comes_as_a_good_status() {
    let text = "Your account is suspended, check on https://dashboard.api-football.com.";
    let found = error(200, complaint(json!({"access": text})));
    assert_eq!(found, UpstreamError::Suspended { message: text.to_owned() });
    assert_eq!(found.class(), ErrorClass::PermanentForKey);
}

#[test]
fn the_days_quota_and_the_minutes_are_two_limits() {
    let day = "You have reached the request limit for the day, Go to \
               https://dashboard.api-football.com to upgrade your plan.";
    let found = error(200, complaint(json!({"requests": day})));
    assert_eq!(found, UpstreamError::DayQuotaUsedUp { message: day.to_owned() });
    assert_eq!(found.class(), ErrorClass::UntilMidnight);

    for minute in [
        "Too many requests. You have exceeded the limit of requests per minute of your subscription.",
        "Too many requests. Your rate limit is 10 requests per minute.",
    ] {
        let found = error(200, complaint(json!({"rateLimit": minute})));
        assert_eq!(found, UpstreamError::MinuteLimit { message: minute.to_owned() });
        assert_eq!(found.class(), ErrorClass::BackOff);
    }
    for body in [
        r#"{"message":"Too many requests. You have reached your per-minute request limit. Please wait a few seconds before retrying."}"#,
        "<html><body>429 Too Many Requests</body></html>",
        "",
        "slow down",
        r#"{"errors":[],"response":[]}"#,
    ] {
        assert!(matches!(error(429, body), UpstreamError::MinuteLimit { .. }), "{body}");
    }
    let gateway = r#"{"message":"You have exceeded the DAILY quota for Requests on your current plan, BASIC."}"#;
    assert!(matches!(error(429, gateway), UpstreamError::DayQuotaUsedUp { .. }));
}

#[test]
fn a_bare_429_with_nothing_left_of_the_day_is_the_days_limit() {
    let mut headers = HeaderMap::new();
    headers.insert("x-ratelimit-requests-remaining", HeaderValue::from_static("0"));
    let body = r#"{"message":"Too many requests"}"#;
    let failure = Answer::open(429, &headers, body.into(), now()).expect_err("is an error");
    assert_eq!(failure.class(), ErrorClass::UntilMidnight);
    assert_eq!(failure.budget.day_remaining, Some(0));
}

#[test]
fn what_the_plan_does_not_cover_is_lost_for_this_query_alone() {
    let Some(found) = recorded("football/error-plan-date-1.json", 200) else { return };
    let message = "Free plans do not have access to this date, try from 2026-09-30 to 2026-10-02.";
    assert_eq!(found, UpstreamError::NotInPlan { message: message.to_owned() });
    assert_eq!(found.class(), ErrorClass::PermanentForQuery);
    let season = recorded("baseball/error-plan-season-1.json", 200).expect("is there");
    assert!(matches!(season, UpstreamError::NotInPlan { .. }));
}

#[test]
fn a_bad_parameter_is_named_with_what_is_wrong_with_it() {
    for (name, parameter, message) in [
        ("error-parameter-1", "league", "The League field cannot be used with the Search field."),
        ("error-parameter-2", "country", "The Country field cannot be used with the Search field."),
        ("error-required-1", "required", "At least one parameter is required."),
    ] {
        let Some(found) = recorded(&format!("football/{name}.json"), 200) else { return };
        let faults = vec![fault(parameter, message)];
        assert_eq!(found, UpstreamError::BadParameters { faults });
        assert_eq!(found.class(), ErrorClass::PermanentForQuery);
    }
    let two = json!({"leaguee": "The Leaguee field do not exist.", "season": "Nope."});
    let faults =
        vec![fault("leaguee", "The Leaguee field do not exist."), fault("season", "Nope.")];
    let found = error(200, complaint(two));
    assert_eq!(found, UpstreamError::BadParameters { faults });
    assert_eq!(
        found.to_string(),
        "the upstream does not take this query: leaguee (The Leaguee field do not exist.), \
         season (Nope.)"
    );
}

#[test]
fn a_key_that_is_not_subscribed_is_told_by_the_gateway() {
    for (status, text) in [
        (403, "You are not subscribed to this API."),
        (404, "API doesn't exists"),
        (403, "Forbidden"),
    ] {
        let found = error(status, json!({"message": text}).to_string());
        let message = text.to_owned();
        assert_eq!(found, UpstreamError::NotSubscribed { status, message });
        assert_eq!(found.class(), ErrorClass::PermanentForKey);
    }
}

#[test]
fn a_fault_on_the_vendors_side_is_worth_another_try() {
    let sample = |name: &str, status| {
        recorded(&format!("docs-samples/football-fixtures-{name}-example.json"), status)
    };
    for (name, status, text) in [
        (
            "204",
            204,
            "This is on our side, please report us this bug on https://dashboard.api-football.com",
        ),
        (
            "204",
            200,
            "This is on our side, please report us this bug on https://dashboard.api-football.com",
        ),
        ("499", 499, "Something went wrong while fetching details. Try again later."),
        ("500", 500, "Something went wrong while fetching details. Try again later."),
        ("500", 200, "Something went wrong while fetching details. Try again later."),
    ] {
        let Some(found) = sample(name, status) else { return };
        let message = text.to_owned();
        assert_eq!(found, UpstreamError::VendorFault { status, message }, "{name} {status}");
        assert_eq!(found.class(), ErrorClass::Retry);
    }
    for (status, body) in [(204, ""), (500, ""), (502, "Bad gateway"), (503, "{\"errors\":")] {
        assert!(matches!(error(status, body), UpstreamError::VendorFault { .. }), "{status}");
    }
    // A good envelope under a bad status is not trusted.
    assert!(matches!(
        error(500, r#"{"get":"fixtures","errors":[],"response":[]}"#),
        UpstreamError::VendorFault { status: 500, .. }
    ));
}

#[test]
fn a_page_for_people_is_no_answer() {
    for status in [200, 403, 503, 520] {
        let found = error(status, "\u{feff}\n <!DOCTYPE html><html>Just a moment...</html>");
        assert_eq!(found, UpstreamError::HtmlPage { status });
        assert_eq!(found.class(), ErrorClass::Retry);
    }
}

#[test]
fn what_is_cut_off_or_no_json_is_no_answer() {
    let whole = r#"{"get":"fixtures","errors":[],"response":[{"fixture":{"id":1}}]}"#;
    assert!(open(200, whole).is_ok());
    for cut in 0..whole.len() {
        let found = error(200, &whole[..cut]);
        assert!(matches!(found, UpstreamError::NotJson { status: 200, .. }), "{cut}: {found}");
        assert_eq!(found.class(), ErrorClass::Retry);
    }
    for body in ["OK", "[]", "null", "\"text\"", "{]", "\u{0}", "12"] {
        assert!(matches!(error(200, body), UpstreamError::NotJson { .. }), "{body}");
    }
    assert!(matches!(error(200, Bytes::from_static(&[0xff, 0xfe])), UpstreamError::NotJson { .. }));
}

#[test]
fn an_error_nobody_knows_is_an_error_all_the_same() {
    let found = error(200, complaint(json!({"moon": "It is full."})));
    let (key, message) = ("moon".to_owned(), "It is full.".to_owned());
    assert_eq!(found, UpstreamError::Unexpected { key, message });
    assert_eq!(found.class(), ErrorClass::BackOff);
    assert!(matches!(error(302, ""), UpstreamError::Unexpected { .. }));
    assert!(matches!(error(200, "{}"), UpstreamError::Unexpected { .. }));
    assert!(matches!(error(200, r#"{"response":null}"#), UpstreamError::Unexpected { .. }));
    assert!(matches!(error(200, r#"{"message":"Hm."}"#), UpstreamError::Unexpected { .. }));
}

#[test]
fn errors_are_found_whatever_shape_they_come_in() {
    let text = "Too many requests. Your rate limit is 10 requests per minute.";
    for errors in [
        json!({"rateLimit": text}),
        json!({"ratelimit": text}),
        json!([{"rateLimit": text}]),
        json!({"rateLimit": [text]}),
        json!(text),
        json!([text]),
    ] {
        let found = error(200, complaint(errors.clone()));
        assert_eq!(found, UpstreamError::MinuteLimit { message: text.to_owned() }, "{errors}");
    }
    let missing = complaint(json!("Missing application key"));
    assert!(matches!(error(200, missing), UpstreamError::KeyRefused { .. }));
    let blocked = complaint(json!(["Your account is suspended"]));
    assert!(matches!(error(200, blocked), UpstreamError::Suspended { .. }));
}

#[test]
fn an_envelope_with_no_errors_is_good_in_every_shape() {
    for errors in ["[]", "{}", "null", "\"\"", "[[]]", "false"] {
        let body =
            format!(r#"{{"get":"timezone","parameters":[],"errors":{errors},"response":[]}}"#);
        assert!(open(200, body).is_ok(), "{errors}");
    }
    let answer = open(200, r#"{"response":[1],"news":{"a":[1]},"results":"1"}"#).expect("is good");
    assert_eq!(answer.rows::<u8>().expect("are numbers"), [1]);
    assert_eq!(answer.results(), Some(1));
    assert_eq!((answer.paging(), answer.endpoint()), (None, ""));
    assert!(answer.parameters().is_empty());
}

#[test]
fn a_good_answer_gives_what_was_asked_and_its_rows() {
    let Some(body) = bytes("football/fixtures-league-season-3.json") else { return };
    let answer = open(200, body.clone()).expect("is good");
    assert_eq!(answer.endpoint(), "fixtures");
    let asked: Vec<_> = answer.parameters().iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(asked, [("league", "4"), ("season", "2024")]);
    assert_eq!(answer.results(), Some(36));
    assert_eq!(answer.paging().map(|paging| (paging.current, paging.total)), Some((1, 1)));
    assert_eq!(answer.body(), &body);
    assert!(answer.response().starts_with(b"[") && answer.response().ends_with(b"]"));
    assert_eq!(answer.rows::<serde_json::Value>().expect("are rows").len(), 36);
    let status = open(200, bytes("football/status-1.json").expect("is there")).expect("is good");
    assert!(status.response().starts_with(b"{"));
}

#[test]
fn every_recording_opens_unless_it_is_of_an_error() {
    let Some(folder) = recordings() else { return };
    let mut opened = 0;
    for sport in std::fs::read_dir(folder).expect("lists").flatten() {
        if sport.file_name() == "docs-samples" || !sport.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(sport.path()).expect("lists").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let body = std::fs::read(file.path()).expect("reads");
            assert_eq!(open(200, body).is_err(), name.starts_with("error-"), "{name}");
            opened += 1;
        }
    }
    assert!(opened > 60, "{opened} recordings were opened");
}

#[test]
fn an_error_is_one_short_line() {
    let long = "word ".repeat(400);
    for found in [
        error(200, complaint(json!({"bug": long}))),
        error(200, complaint(json!({"moon": "one\n\ntwo"}))),
        UpstreamError::Timeout { after: Duration::from_secs(25) },
        UpstreamError::TooLarge { limit: 16 },
        UpstreamError::Unreachable { detail: "connection refused".to_owned() },
        UpstreamError::HtmlPage { status: 503 },
    ] {
        let line = found.to_string();
        assert!(line.starts_with("the upstream"), "{line}");
        assert!(!line.contains('\n') && line.chars().count() < 360, "{line}");
        assert!(!found.as_str().contains(' '), "{}", found.as_str());
    }
}
