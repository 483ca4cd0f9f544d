//! What went wrong, as RFC 9457 `application/problem+json`.
//!
//! A handler returns a [`Problem`]; [`write()`] writes it at the edge, where the request's id is
//! known, and logs what is our own fault. Nothing internal ever reaches the body.

use super::ProblemCode;
use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sea_orm::DbErr;
use serde::Serialize;
use std::{fmt, sync::Arc};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, schema::Schema},
};

/// One member of a request that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its name.
    pub field: String,
    /// What is wrong with it and what would do.
    pub message: String,
}

/// Why a limit refused a request, and what its holder may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaExceeded {
    /// The policies that are used up, by the names `RateLimit-Policy` gives them.
    pub violated_policies: Vec<&'static str>,
    /// The plan they belong to.
    pub plan: String,
    /// When one more request is admitted, RFC 3339 in UTC.
    pub retry_at: String,
    /// Where more is to be had.
    pub upgrade: String,
}

/// Most members that are named at once: a request of a thousand bad ones is not answered by a book.
const MOST_NAMED: usize = 20;

/// The problem type the IETF's draft on rate limits names.
const QUOTA_EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";

/// A refusal or a failure.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: ProblemCode,
    title: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    quota: Option<Box<QuotaExceeded>>,
    /// Seconds; 0 where waiting is no help.
    retry_after: u32,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong, by RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "type": "/docs/errors#bad_input", "title": "Bad input", "status": 400,
    "detail": "limit is a whole number from 1 to 500", "code": "bad_input",
    "request_id": "2f0c2f4e-64f4-4b3c-9f2c-0a4b8d6d7a10",
    "errors": [{"field": "limit", "message": "limit is a whole number from 1 to 500"}]
}))]
struct Body<'a> {
    /// Where the code is explained.
    #[serde(rename = "type")]
    kind: String,
    /// The class of the problem.
    title: &'a str,
    /// The HTTP status again.
    status: u16,
    /// What happened, what was kept, what to do.
    detail: &'a str,
    /// A word for programs; see [the list](/docs/errors).
    code: &'a str,
    /// Quote it when you ask for help.
    request_id: Option<&'a str>,
    /// Each member that cannot be used; only for bad input.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    /// The policies that are used up; this and the rest only with 429 `quota_exceeded`.
    #[serde(rename = "violated-policies", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    violated_policies: Option<&'a [&'static str]>,
    /// The plan they belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    plan: Option<&'a str>,
    /// When one more request is admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    retry_at: Option<&'a str>,
    /// Where more is to be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    upgrade: Option<&'a str>,
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        Body::schema()
    }
}

impl ToSchema for Problem {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Body::schemas(schemas);
    }
}

impl Problem {
    fn new(
        status: StatusCode,
        code: ProblemCode,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code,
            title,
            detail: detail.into(),
            errors: Vec::new(),
            quota: None,
            retry_after: 0,
            cause: None,
        }
    }

    /// A limit is used up: `detail` says which and when it is there again.
    pub fn too_many(detail: impl Into<String>, quota: QuotaExceeded) -> Self {
        let (status, title) = (StatusCode::TOO_MANY_REQUESTS, "Too many requests");
        let refusal = Self::new(status, ProblemCode::QuotaExceeded, title, detail);
        Self { quota: Some(Box::new(quota)), ..refusal }
    }

    /// More pages were asked for from one address than a reader needs; come back after `wait` seconds.
    pub fn too_fast(wait: u64) -> Self {
        let detail = format!(
            "more was asked for from your address than pages need; try again in {wait} s, or ask the API at /docs/api"
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooFast, "Too many requests", detail)
    }

    /// It was done too often, by whoever does it: `detail` says what, and `wait` seconds help.
    pub fn too_often(code: ProblemCode, detail: impl Into<String>, wait: u64) -> Self {
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, code, "Too many requests", detail);
        refusal.retry_after(u32::try_from(wait).unwrap_or(u32::MAX))
    }

    /// The same, and that trying again may help after `seconds`.
    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: seconds, ..self }
    }

    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// Bytes of the body it is written as.
    pub fn length(&self, request_id: Option<&str>) -> u64 {
        self.body(request_id).len() as u64
    }

    /// There is no such thing: `detail` says what was looked for.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "Not found", detail)
    }

    /// Some members of the request cannot be used.
    pub fn bad_input(mut errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.message.clone(),
            several => format!("{} parameters cannot be used", several.len()),
        };
        errors.truncate(MOST_NAMED);
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadInput, "Bad input", detail)
        }
    }

    /// One member of the request cannot be used.
    pub fn bad_field(field: &str, message: impl Into<String>) -> Self {
        Self::bad_input(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// The key is missing or no good.
    pub fn unauthorized(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, "Unauthorized", detail)
    }

    /// The caller is known and may not.
    pub fn forbidden(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, "Forbidden", detail)
    }

    /// It cannot be done as things stand.
    pub fn conflict(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, "Conflict", detail)
    }

    /// The log does not reach back to a position, or is another one by now.
    pub fn position_gone() -> Self {
        let detail = "the log does not reach back to this position; take a list of matches and go on from its X-Position";
        Self::new(StatusCode::GONE, ProblemCode::PositionGone, "Position gone", detail)
    }

    /// It is understood and cannot be done.
    pub fn unprocessable(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, "Unprocessable", detail)
    }

    /// All sockets and streams that there may be are open.
    pub fn too_many_streams(detail: String) -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self::new(status, ProblemCode::TooManyStreams, "Too many streams", detail)
    }

    /// Sockets and streams are begun from one address more often than may be.
    pub fn too_many_handshakes(wait: std::time::Duration) -> Self {
        let wait = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        let detail = format!(
            "sockets and streams are opened from your address too often; try again in {wait} s"
        );
        let (status, title) = (StatusCode::TOO_MANY_REQUESTS, "Too many handshakes");
        let refusal = Self::new(status, ProblemCode::TooManyHandshakes, title, detail);
        refusal.retry_after(wait)
    }

    /// The body is larger than `most` bytes.
    pub fn too_large(most: usize) -> Self {
        let detail = format!("the body is larger than {most} bytes, the most that is read here");
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ProblemCode::BodyTooLarge,
            "Body too large",
            detail,
        )
    }

    /// A part of the body is larger than may be: `detail` says which, and how large it may be.
    pub fn too_much(detail: impl Into<String>) -> Self {
        let (status, code) = (StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::BodyTooLarge);
        Self::new(status, code, "Body too large", detail)
    }

    /// The body did not arrive in time.
    pub fn too_slow(patience: std::time::Duration) -> Self {
        let detail = format!(
            "the body was not whole after {} s; nothing was changed, send it again",
            patience.as_secs()
        );
        Self::new(StatusCode::REQUEST_TIMEOUT, ProblemCode::BodyTooSlow, "Body too slow", detail)
    }

    /// The body is of another kind than JSON.
    pub fn not_json() -> Self {
        let detail = "send the body as JSON, with Content-Type: application/json";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, ProblemCode::UnsupportedMediaType, "Unsupported media type", detail)
    }

    /// Something of ours failed; the cause is logged and not shown.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        let detail = "something failed on our side; nothing was changed, trying again may help";
        let cause: Arc<dyn std::error::Error + Send + Sync> = Arc::new(cause);
        let failure = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::Internal,
            "Internal error",
            detail,
        );
        Self { cause: Some(cause), ..failure }
    }

    /// A request to the socket's address that cannot become a socket.
    pub fn bad_handshake(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::new(status, ProblemCode::BadHandshake, "No WebSocket handshake", detail)
    }

    /// The service is going down or not ready.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, "Unavailable", detail)
    }

    /// The upstream could not answer: `status` is 502, 503 or 504, or 400 where the question is at
    /// fault.
    pub fn upstream(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::new(status, code, "Upstream", detail)
    }

    fn body(&self, request_id: Option<&str>) -> Vec<u8> {
        let Self { status, code, title, detail, errors, quota, retry_after: _, cause: _ } = self;
        let (quota, code) = (quota.as_deref(), code.as_str());
        let kind =
            quota.map_or_else(|| format!("/docs/errors#{code}"), |_| QUOTA_EXCEEDED.to_owned());
        let body = Body {
            kind,
            title,
            status: status.as_u16(),
            detail,
            code,
            request_id,
            errors,
            violated_policies: quota.map(|quota| &quota.violated_policies[..]),
            plan: quota.map(|quota| quota.plan.as_str()),
            retry_at: quota.map(|quota| quota.retry_at.as_str()),
            upgrade: quota.map(|quota| quota.upgrade.as_str()),
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"bts-guru\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if self.retry_after > 0 {
            let wait = HeaderValue::from(self.retry_after);
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Nothing lies under this path.
pub async fn no_such_path(request: Request) -> Problem {
    Problem::not_found(format!(
        "there is nothing at {}; /docs/api lists what there is",
        path(&request)
    ))
}

/// Something lies under this path, but not for this method.
pub async fn no_such_method(request: Request) -> Problem {
    let detail = format!("{} cannot be done with {}", request.method(), path(&request));
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        ProblemCode::MethodNotAllowed,
        "Method not allowed",
        detail,
    )
}

fn path(request: &Request) -> String {
    request.uri().path().chars().take(200).collect()
}

/// Write a handler's problem, with the request's id; log it if it is our fault.
pub fn write(mut response: Response, id: &HeaderValue) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let id = id.to_str().ok();
    if let Some(cause) = &problem.cause {
        tracing::error!(%cause, "a request failed");
    }
    let (parts, _) = response.into_parts();
    let body = problem.body(id);
    let length = HeaderValue::from(body.len());
    let mut written = Response::new(axum::body::Body::from(body));
    *written.status_mut() = parts.status;
    *written.headers_mut() = parts.headers;
    let headers = written.headers_mut();
    headers.insert(header::CONTENT_LENGTH, length);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    written
}

/// A problem as a plain JSON answer, for places outside the REST tree.
impl From<Problem> for Json<serde_json::Value> {
    fn from(problem: Problem) -> Self {
        Json(serde_json::from_slice(&problem.body(None)).unwrap_or_default())
    }
}
