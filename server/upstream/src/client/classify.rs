//! Telling one failure from another by status, shape and wording.

use super::{
    Budget, ParameterFault, UpstreamError,
    envelope::{Complaint, Envelope},
};

/// The most of an upstream's text that an error keeps, in characters.
const LONGEST_TEXT: usize = 240;

/// What a body turned out to be.
pub(super) enum Body<'a> {
    /// A JSON object; whether it is good is for [`verdict`].
    Envelope(Envelope<'a>),
    /// Nothing that can be read.
    Refused(UpstreamError),
}

/// Finds the envelope in a body, or says what the body is instead.
pub(super) fn read(status: u16, body: &[u8]) -> Body<'_> {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    let not_json = |detail: String| {
        // The status says more than a body that cannot be read.
        Body::Refused(
            by_status(status, "no text")
                .unwrap_or(UpstreamError::NotJson { status, detail: tidy(&detail) }),
        )
    };
    match text.first() {
        None => Body::Refused(match status {
            204 => UpstreamError::VendorFault { status, message: "there is no content".to_owned() },
            _ => return not_json("the body is empty".to_owned()),
        }),
        Some(b'<') => Body::Refused(match status {
            429 => UpstreamError::MinuteLimit { message: "an HTML page".to_owned() },
            _ => UpstreamError::HtmlPage { status },
        }),
        Some(b'{') => match serde_json::from_slice::<Envelope<'_>>(text) {
            Ok(envelope) => Body::Envelope(envelope),
            Err(error) => not_json(error.to_string()),
        },
        Some(_) => match serde_json::from_slice::<serde::de::IgnoredAny>(text) {
            Ok(_) => not_json("JSON, but not an object".to_owned()),
            Err(error) => not_json(error.to_string()),
        },
    }
}

/// The error an envelope carries; `None` where it is good.
pub(super) fn verdict(
    status: u16,
    envelope: &Envelope<'_>,
    budget: &Budget,
) -> Option<UpstreamError> {
    let complaints = envelope.complaints();
    if !complaints.is_empty() {
        return Some(of_complaints(status, &complaints, envelope, budget));
    }
    let message = envelope.message();
    if let (Some(message), None) = (&message, envelope.response) {
        return Some(of_message(status, message, budget));
    }
    let text = message.unwrap_or_else(|| "no text".to_owned());
    by_status(status, &text).map(|error| day_or_minute(error, budget))
}

fn of_complaints(
    status: u16,
    complaints: &[Complaint],
    envelope: &Envelope<'_>,
    budget: &Budget,
) -> UpstreamError {
    let keyed = |wanted: &str| {
        complaints
            .iter()
            .find(|it| it.key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case(wanted)))
            .map(|it| tidy(&it.text))
    };
    if let Some(message) = keyed("token") {
        return UpstreamError::KeyRefused { message };
    }
    if let Some(message) = keyed("access") {
        return UpstreamError::Suspended { message };
    }
    if let Some(message) = keyed("requests") {
        return UpstreamError::DayQuotaUsedUp { message };
    }
    if let Some(message) = keyed("rateLimit") {
        return UpstreamError::MinuteLimit { message };
    }
    if let Some(message) = keyed("plan") {
        return UpstreamError::NotInPlan { message };
    }
    if let Some(message) = keyed("bug").or_else(|| keyed("report")) {
        return UpstreamError::VendorFault { status, message };
    }
    let parameters = envelope.parameters();
    let faults: Vec<ParameterFault> = complaints
        .iter()
        .filter_map(|complaint| {
            let key = complaint.key.as_deref()?;
            let ours = parameters.contains_key(key)
                || PARAMETERS.iter().any(|known| known.eq_ignore_ascii_case(key))
                || speaks_of_a_field(&complaint.text);
            ours.then(|| ParameterFault { name: tidy(key), message: tidy(&complaint.text) })
        })
        .collect();
    if !faults.is_empty() {
        return UpstreamError::BadParameters { faults };
    }
    let by_wording = complaints.iter().find_map(|it| of_wording(status, &it.text));
    if let Some(error) = by_wording.or_else(|| by_status(status, &complaints[0].text)) {
        return day_or_minute(error, budget);
    }
    let first = &complaints[0];
    UpstreamError::Unexpected {
        key: tidy(first.key.as_deref().unwrap_or("errors")),
        message: tidy(&first.text),
    }
}

fn of_message(status: u16, message: &str, budget: &Budget) -> UpstreamError {
    let error = of_wording(status, message).or_else(|| by_status(status, message));
    error.map_or_else(
        || UpstreamError::Unexpected { key: "message".to_owned(), message: tidy(message) },
        |error| day_or_minute(error, budget),
    )
}

/// What the status alone says; `None` for a good one.
fn by_status(status: u16, text: &str) -> Option<UpstreamError> {
    let message = tidy(text);
    match status {
        // A 204 that has a body is judged by the body.
        200..=299 => None,
        401 => Some(UpstreamError::KeyRefused { message }),
        403 | 404 => Some(UpstreamError::NotSubscribed { status, message }),
        408 | 499 | 500..=599 => Some(UpstreamError::VendorFault { status, message }),
        429 => Some(UpstreamError::MinuteLimit { message }),
        _ => Some(UpstreamError::Unexpected { key: format!("HTTP status {status}"), message }),
    }
}

/// A bare 429 with nothing left of the day is the day's limit.
fn day_or_minute(error: UpstreamError, budget: &Budget) -> UpstreamError {
    match error {
        UpstreamError::MinuteLimit { message } if budget.day_remaining == Some(0) => {
            UpstreamError::DayQuotaUsedUp { message }
        }
        other => other,
    }
}

/// The class of a text that has no key: a lone `message`, or `errors` as plain text.
fn of_wording(status: u16, text: &str) -> Option<UpstreamError> {
    let message = tidy(text);
    let lower = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["not subscribed", "endpoint disabled", "api doesn't exist", "api does not exist"]) {
        Some(UpstreamError::NotSubscribed { status, message })
    } else if says(&["application key", "api key", "invalid key"]) {
        Some(UpstreamError::KeyRefused { message })
    } else if says(&["suspended"]) {
        Some(UpstreamError::Suspended { message })
    } else if says(&["for the day", "daily", "per day", "monthly", "per month"]) {
        Some(UpstreamError::DayQuotaUsedUp { message })
    } else if says(&["too many requests", "per minute", "per-minute", "per second", "rate limit"]) {
        Some(UpstreamError::MinuteLimit { message })
    } else if says(&["plans do not have access", "your plan", "current plan"]) {
        Some(UpstreamError::NotInPlan { message })
    } else if says(&["went wrong", "on our side", "try again later", "unreachable"]) {
        Some(UpstreamError::VendorFault { status, message })
    } else if speaks_of_a_field(text) {
        let fault = ParameterFault { name: "query".to_owned(), message };
        Some(UpstreamError::BadParameters { faults: vec![fault] })
    } else {
        None
    }
}

/// “The League field is required.”, “At least one parameter is required.”
fn speaks_of_a_field(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains(" field ") || lower.contains(" parameter ")
}

/// Keys of `errors` that name a parameter of a query of ours, whatever the text says.
const PARAMETERS: [&str; 29] = [
    "required", "id", "ids", "live", "date", "league", "season", "team", "last", "next", "from",
    "to", "round", "status", "venue", "timezone", "fixture", "h2h", "type", "player", "search",
    "code", "country", "current", "name", "page", "game", "race", "bet",
];

/// One line, no longer than an error should be.
fn tidy(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LONGEST_TEXT {
            return line.chars().take(LONGEST_TEXT).chain(['…']).collect();
        }
    }
    line
}
