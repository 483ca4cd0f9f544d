//! What can go wrong between a page and the service.

use leptos::server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a port could not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortError {
    /// There is no such thing; `what` ends the sentence “We know no …”.
    NotFound {
        /// `match 17 in euro-championship`.
        what: String,
    },
    /// The answer exists but cannot be had now; the cause is logged where it arose.
    Unavailable,
}

/// What sort of failure a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// There is no such thing.
    NotFound,
    /// The service could not answer; trying again may help.
    Unavailable,
    /// The service was not reached.
    Unreachable,
    /// The request was not one we understand.
    Invalid,
    /// Nobody is signed in; the answer leads to where one signs in.
    SignedOut,
}

/// A failure as pages and server functions carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// What sort.
    pub kind: ErrorKind,
    /// What happened, in one sentence.
    pub detail: String,
    /// The request to name when asking for help.
    pub request_id: Option<String>,
}

impl AppError {
    /// A failure to name `what`: “We know no `what`.”
    pub fn not_found(what: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::NotFound, detail: format!("We know no {what}."), request_id: None }
    }

    /// The service could not answer.
    pub fn unavailable() -> Self {
        Self {
            kind: ErrorKind::Unavailable,
            detail: "The scores could not be read just now. Nothing is lost.".to_owned(),
            request_id: None,
        }
    }

    /// The page is for those signed in.
    pub fn signed_out() -> Self {
        let detail = "Sign in to see this page.".to_owned();
        Self { kind: ErrorKind::SignedOut, detail, request_id: None }
    }

    /// A rule forbids it; `detail` says which and what to do.
    pub fn refused(detail: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, detail: detail.into(), request_id: None }
    }

    /// The same failure of the request `id`.
    #[must_use]
    pub fn of_request(mut self, id: Option<String>) -> Self {
        self.request_id = id;
        self
    }
}

impl From<PortError> for AppError {
    fn from(error: PortError) -> Self {
        match error {
            PortError::NotFound { what } => Self::not_found(what),
            PortError::Unavailable => Self::unavailable(),
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let (kind, detail) = match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::UnsupportedRequestMethod(_) => (
                ErrorKind::Unreachable,
                "The service was not reached. What is on the page is kept.",
            ),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                (ErrorKind::Invalid, "The request was not understood.")
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => {
                (ErrorKind::Unavailable, "The service answered in a way this page cannot read.")
            }
        };
        Self { kind, detail: detail.to_owned(), request_id: None }
    }
}
