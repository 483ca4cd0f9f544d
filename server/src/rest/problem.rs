//! What went wrong, as RFC 9457 `application/problem+json`.
//!
//! A handler returns a [`Problem`]; [`render`] writes it at the edge, where the request's id is
//! known, and logs what is our own fault. Nothing internal ever reaches the body.

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::DbErr;
use serde::Serialize;
use std::{fmt, sync::Arc};

/// One member of the request that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Its name.
    pub field: String,
    /// What is wrong with it and what would do.
    pub message: String,
}

/// A refusal or a failure.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

impl Problem {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { status, code, title, detail: detail.into(), errors: Vec::new(), cause: None }
    }

    /// There is no such thing: `detail` says what was looked for.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found", detail)
    }

    /// Some members of the request cannot be used.
    pub fn bad_input(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.message.clone(),
            several => format!("{} parameters cannot be used", several.len()),
        };
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "bad_input", "Bad input", detail) }
    }

    /// One member of the request cannot be used.
    pub fn bad_field(field: &str, message: impl Into<String>) -> Self {
        Self::bad_input(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// The key is missing or no good.
    pub fn unauthorized(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, "Unauthorized", detail)
    }

    /// It may not be done by who asks, or not from there.
    pub fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, "Forbidden", detail)
    }

    /// Something of ours failed; the cause is logged and not shown.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        let detail = "something failed on our side; nothing was changed, trying again may help";
        let cause: Arc<dyn std::error::Error + Send + Sync> = Arc::new(cause);
        let failure =
            Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail);
        Self { cause: Some(cause), ..failure }
    }

    /// The service is going down or not ready.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Unavailable", detail)
    }

    fn body(&self, request_id: Option<&str>) -> Vec<u8> {
        let Self { status, code, title, detail, errors, cause: _ } = self;
        let kind = format!("/docs/errors#{code}");
        let status = status.as_u16();
        serde_json::to_vec(&Body { kind, title, status, detail, code, request_id, errors })
            .unwrap_or_default()
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
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed", detail)
}

fn path(request: &Request) -> String {
    request.uri().path().chars().take(200).collect()
}

/// Write a handler's problem, with the request's id; log it if it is our fault.
pub async fn render(request: Request, next: Next) -> Response {
    let id = request.headers().get("x-request-id").cloned();
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let id = id.as_ref().and_then(|id| id.to_str().ok());
    if let Some(cause) = &problem.cause {
        tracing::error!(request_id = id, %cause, "a request failed");
    }
    let (parts, _) = response.into_parts();
    let mut rendered = Response::new(axum::body::Body::from(problem.body(id)));
    *rendered.status_mut() = parts.status;
    *rendered.headers_mut() = parts.headers;
    let headers = rendered.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    rendered
}

/// A problem as a plain JSON answer, for places outside the REST tree.
impl From<Problem> for Json<serde_json::Value> {
    fn from(problem: Problem) -> Self {
        Json(serde_json::from_slice(&problem.body(None)).unwrap_or_default())
    }
}
