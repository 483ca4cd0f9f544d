//! A JSON object in a body, read member by member so that each fault is told by name, and so that
//! nothing is taken that nobody asked for.

use super::problem::{FieldError, Problem};
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::{fmt, time::Duration};
use utoipa::IntoResponses;

/// Bytes of a body that are read.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
/// How long a body may take to arrive.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The members of a body. Read them, then [`JsonFields::check`].
#[derive(Clone, Debug, Default)]
pub struct JsonFields {
    left: Map<String, Value>,
    errors: Vec<FieldError>,
}

/// What the body of a request may be refused for, as it is described.
#[derive(IntoResponses)]
pub enum BodyRefusal {
    /// The body did not arrive in time
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(Problem),
    /// The body is larger than 16 KiB
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not JSON
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
}

impl<S: Send + Sync> FromRequest<S> for JsonFields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(header::CONTENT_TYPE).cloned();
        let body = Bytes::from_request(request, state).await.map_err(|error| unread(&error))?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        let kind = kind.as_ref().and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Problem::not_json());
        }
        Self::parse(&body)
    }
}

fn unread(error: &BytesRejection) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(MAX_BODY_BYTES),
        _ => Problem::bad_field("body", "the body ended before it was whole; send it again"),
    }
}

impl JsonFields {
    /// Take a JSON object apart.
    pub fn parse(body: &[u8]) -> Result<Self, Problem> {
        match serde_json::from_slice(body) {
            Ok(Members { once, again }) => {
                let mut fields = Self { left: once, errors: Vec::new() };
                for name in again.into_iter().take(20) {
                    let field: String = name.chars().take(80).collect();
                    let message = format!("{field} is there more than once; write it once");
                    fields.fault(&field, message);
                }
                Ok(fields)
            }
            Err(error) if error.is_data() => {
                Err(Problem::bad_field("body", "the body is a JSON object"))
            }
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let message = format!("the body is no JSON: line {line}, column {column}");
                Err(Problem::bad_field("body", message))
            }
        }
    }

    /// A member as something else; `null` reads as `Some(None)`, absence as `None`.
    pub fn read<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, String>,
    ) -> Option<Option<T>> {
        match self.left.remove(name)? {
            Value::Null => Some(None),
            value => match read(value) {
                Ok(value) => Some(Some(value)),
                Err(message) => {
                    self.fault(name, message);
                    None
                }
            },
        }
    }

    /// A member that is there and not `null`.
    pub fn required<T>(&mut self, name: &str, value: Option<Option<T>>) -> Option<T> {
        let value = value.flatten();
        if value.is_none() && !self.errors.iter().any(|error| error.field == name) {
            self.fault(name, format!("{name} is missing"));
        }
        value
    }

    /// A member that may be absent but not `null`.
    pub fn not_null<T>(&mut self, name: &str, value: Option<Option<T>>) -> Option<T> {
        if matches!(value, Some(None)) {
            self.fault(name, format!("{name} cannot be null; leave it out to keep it"));
        }
        value.flatten()
    }

    fn fault(&mut self, field: &str, message: String) {
        self.errors.push(FieldError { field: field.to_owned(), message });
    }

    /// Whether all was read and could be used; else the problem that names what could not.
    pub fn check(mut self) -> Result<(), Problem> {
        for (name, _) in std::mem::take(&mut self.left).into_iter().take(20) {
            let field: String = name.chars().take(80).collect();
            self.fault(&field, format!("{field} is nothing that can be set here"));
        }
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::bad_input(self.errors)) }
    }
}

/// The members of an object, and the names of those that come again. Of two members of one name
/// every reader takes another, so neither is taken.
struct Members {
    once: Map<String, Value>,
    again: Vec<String>,
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Members { once: Map::new(), again: Vec::new() };
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.once.contains_key(&name) {
                        members.again.push(name);
                    } else {
                        members.once.insert(name, value);
                    }
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

pub fn text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err("write a text in quotes".to_owned()),
    }
}

/// A list of texts.
pub fn texts(value: Value) -> Result<Vec<String>, String> {
    let fault = || "write a list of texts".to_owned();
    let Value::Array(items) = value else { return Err(fault()) };
    items.into_iter().map(|item| text(item).map_err(|_| fault())).collect()
}

/// `true` or `false`.
#[expect(clippy::needless_pass_by_value, reason = "every reader of a member takes it whole")]
pub fn flag(value: Value) -> Result<bool, String> {
    match value {
        Value::Bool(flag) => Ok(flag),
        _ => Err("write true or false".to_owned()),
    }
}

pub fn instant(value: Value) -> Result<entity::model::Instant, String> {
    let read = text(value).ok().and_then(|text| chrono::DateTime::parse_from_rfc3339(&text).ok());
    read.map(|at| at.to_utc())
        .ok_or_else(|| "write an instant such as 2027-01-31T12:00:00Z".to_owned())
}

/// Take a body in before anything is done with it.
///
/// No more than [`MAX_BODY_BYTES`] bytes and no longer than [`READ_TIMEOUT`], whether it says how large it is or not.
/// Nothing behind this can be kept waiting.
pub async fn buffer_body(request: Request) -> Result<Request, Problem> {
    take_in_up_to(request, MAX_BODY_BYTES, READ_TIMEOUT).await
}

/// The same with bounds of one's own.
pub async fn take_in_up_to(
    request: Request,
    most: usize,
    patience: Duration,
) -> Result<Request, Problem> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    if request.body().size_hint().lower() > most as u64 {
        return Err(Problem::too_large(most));
    }
    let (parts, body) = request.into_parts();
    match Box::pin(tokio::time::timeout(patience, to_bytes(body, most))).await {
        Ok(Ok(whole)) => Ok(Request::from_parts(parts, Body::from(whole))),
        // One that broke off cannot be told from one that goes on, and nobody reads its answer.
        Ok(Err(_)) => Err(Problem::too_large(most)),
        Err(_) => Err(Problem::too_slow(patience)),
    }
}

/// The same for routes that are not metered.
pub async fn limit_body(request: Request, next: Next) -> Response {
    match buffer_body(request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
