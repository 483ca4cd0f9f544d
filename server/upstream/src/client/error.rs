//! What can go wrong between us and the upstream.

use super::Budget;
use std::{fmt, time::Duration};
use thiserror::Error;

/// What a failure means for the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// No call with this key will work until a person mends the account: stop and alert.
    PermanentForKey,
    /// This query will never work with this key; others will.
    PermanentForQuery,
    /// No call of this sport will work before 00:00 UTC.
    UntilMidnight,
    /// Too fast: wait until the minute is over.
    BackOff,
    /// A passing fault: try again, each time a little later.
    Retry,
}

/// A parameter the upstream would not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterFault {
    /// The parameter; `required` where one is missing.
    pub name: String,
    /// What the upstream says of it.
    pub message: String,
}

/// Why there is no answer.
///
/// Texts are the upstream's own, cut to one line of reasonable length; they never hold the key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UpstreamError {
    /// `token`: the key is missing, wrong or was reset.
    #[error("the upstream does not know the key ({message}); check RAPIDAPI_KEY")]
    KeyRefused {
        /// The upstream's text.
        message: String,
    },
    /// `access`: the account is suspended.
    #[error("the upstream has suspended the account ({message}); see the vendor's dashboard")]
    Suspended {
        /// The upstream's text.
        message: String,
    },
    /// The gateway's 403 or 404: the key is good but not subscribed to this API.
    #[error("the key is not subscribed to this API ({message}); subscribe or check RAPIDAPI_HOST")]
    NotSubscribed {
        /// The gateway's HTTP status.
        status: u16,
        /// The gateway's text.
        message: String,
    },
    /// `requests`: the day's quota is used up.
    #[error("the day's quota is used up ({message}); calls resume after 00:00 UTC")]
    DayQuotaUsedUp {
        /// The upstream's text.
        message: String,
    },
    /// `rateLimit`, or HTTP 429: too many requests this minute.
    #[error("too many requests in this minute ({message}); calls resume when it is over")]
    MinuteLimit {
        /// The upstream's text.
        message: String,
    },
    /// `plan`: the vendor's plan does not cover this season or date.
    #[error("the upstream plan does not cover this query ({message})")]
    NotInPlan {
        /// The upstream's text.
        message: String,
    },
    /// The query is wrong.
    #[error("the upstream does not take this query: {}", Faults(faults))]
    BadParameters {
        /// Each parameter with what is wrong with it.
        faults: Vec<ParameterFault>,
    },
    /// `bug`, 204, 499 or 5xx: a fault on the vendor's side.
    #[error("the upstream failed with HTTP status {status} ({message}); it is asked again")]
    VendorFault {
        /// The HTTP status, 200 included.
        status: u16,
        /// The upstream's text.
        message: String,
    },
    /// A page for people where JSON was due.
    #[error("the upstream sent an HTML page with HTTP status {status}; it is asked again")]
    HtmlPage {
        /// The HTTP status.
        status: u16,
    },
    /// The body is empty, cut off, or no JSON at all.
    #[error("the upstream sent no whole JSON ({detail}); it is asked again")]
    NotJson {
        /// The HTTP status.
        status: u16,
        /// Where it went wrong.
        detail: String,
    },
    /// The body is longer than we take in.
    #[error("the upstream's answer is longer than {limit} bytes and was dropped")]
    TooLarge {
        /// The most we take in, in bytes.
        limit: usize,
    },
    /// No whole answer in time.
    #[error("the upstream did not answer within {} s; it is asked again", after.as_secs())]
    Timeout {
        /// How long we waited.
        after: Duration,
    },
    /// No connection, or one that broke.
    #[error("the upstream cannot be reached ({detail}); it is asked again")]
    Unreachable {
        /// What the network said.
        detail: String,
    },
    /// An error of a sort we have no word for.
    #[error("the upstream reports an error we do not know, “{key}”: {message}")]
    Unexpected {
        /// The key in `errors`, or the HTTP status.
        key: String,
        /// The upstream's text.
        message: String,
    },
}

impl UpstreamError {
    /// What it means for the next call.
    pub const fn class(&self) -> ErrorClass {
        match self {
            UpstreamError::KeyRefused { .. }
            | UpstreamError::Suspended { .. }
            | UpstreamError::NotSubscribed { .. } => ErrorClass::PermanentForKey,
            UpstreamError::NotInPlan { .. }
            | UpstreamError::BadParameters { .. }
            | UpstreamError::TooLarge { .. } => ErrorClass::PermanentForQuery,
            UpstreamError::DayQuotaUsedUp { .. } => ErrorClass::UntilMidnight,
            UpstreamError::MinuteLimit { .. } | UpstreamError::Unexpected { .. } => {
                ErrorClass::BackOff
            }
            UpstreamError::VendorFault { .. }
            | UpstreamError::HtmlPage { .. }
            | UpstreamError::NotJson { .. }
            | UpstreamError::Timeout { .. }
            | UpstreamError::Unreachable { .. } => ErrorClass::Retry,
        }
    }

    /// A short word for logs, metrics and stored errors: `key_refused`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            UpstreamError::KeyRefused { .. } => "key_refused",
            UpstreamError::Suspended { .. } => "suspended",
            UpstreamError::NotSubscribed { .. } => "not_subscribed",
            UpstreamError::DayQuotaUsedUp { .. } => "day_quota_used_up",
            UpstreamError::MinuteLimit { .. } => "minute_limit",
            UpstreamError::NotInPlan { .. } => "not_in_plan",
            UpstreamError::BadParameters { .. } => "bad_parameters",
            UpstreamError::VendorFault { .. } => "vendor_fault",
            UpstreamError::HtmlPage { .. } => "html_page",
            UpstreamError::NotJson { .. } => "not_json",
            UpstreamError::TooLarge { .. } => "too_large",
            UpstreamError::Timeout { .. } => "timeout",
            UpstreamError::Unreachable { .. } => "unreachable",
            UpstreamError::Unexpected { .. } => "unexpected",
        }
    }

    /// The same error with every text passed through `edit`.
    pub(super) fn map_texts(self, edit: impl Fn(String) -> String) -> Self {
        match self {
            UpstreamError::KeyRefused { message } => {
                UpstreamError::KeyRefused { message: edit(message) }
            }
            UpstreamError::Suspended { message } => {
                UpstreamError::Suspended { message: edit(message) }
            }
            UpstreamError::NotSubscribed { status, message } => {
                UpstreamError::NotSubscribed { status, message: edit(message) }
            }
            UpstreamError::DayQuotaUsedUp { message } => {
                UpstreamError::DayQuotaUsedUp { message: edit(message) }
            }
            UpstreamError::MinuteLimit { message } => {
                UpstreamError::MinuteLimit { message: edit(message) }
            }
            UpstreamError::NotInPlan { message } => {
                UpstreamError::NotInPlan { message: edit(message) }
            }
            UpstreamError::BadParameters { faults } => {
                let fault = |fault: ParameterFault| ParameterFault {
                    name: edit(fault.name),
                    message: edit(fault.message),
                };
                UpstreamError::BadParameters { faults: faults.into_iter().map(fault).collect() }
            }
            UpstreamError::VendorFault { status, message } => {
                UpstreamError::VendorFault { status, message: edit(message) }
            }
            UpstreamError::NotJson { status, detail } => {
                UpstreamError::NotJson { status, detail: edit(detail) }
            }
            UpstreamError::Unreachable { detail } => {
                UpstreamError::Unreachable { detail: edit(detail) }
            }
            UpstreamError::Unexpected { key, message } => {
                UpstreamError::Unexpected { key: edit(key), message: edit(message) }
            }
            UpstreamError::HtmlPage { .. }
            | UpstreamError::TooLarge { .. }
            | UpstreamError::Timeout { .. } => self,
        }
    }
}

struct Faults<'a>(&'a [ParameterFault]);

impl fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            write!(f, "{}{} ({})", if i == 0 { "" } else { ", " }, fault.name, fault.message)?;
        }
        Ok(())
    }
}

/// Why there is no answer, and what is left of the quota all the same.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{error}")]
pub struct Failure {
    /// What went wrong.
    pub error: UpstreamError,
    /// What the headers said; silent where no answer came.
    pub budget: Budget,
}

impl Failure {
    /// What it means for the next call.
    pub const fn class(&self) -> ErrorClass {
        self.error.class()
    }
}
