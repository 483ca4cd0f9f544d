//! What the server's side of a page reads from its request and sets on its answer.

use crate::component::theme::Theme;
use crate::port::{AppError, ErrorKind, PortError, Ports};
use entity::model::Sport;
use http::{StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The ports, or the failure to show where the server gave none.
pub(crate) fn ports() -> Result<Ports, AppError> {
    use_context::<Ports>().ok_or_else(|| AppError::unavailable().of_request(id()))
}

/// The id of the request, set by the server's middleware.
pub(crate) fn id() -> Option<String> {
    let parts = use_context::<Parts>()?;
    parts.headers.get("x-request-id")?.to_str().ok().map(ToOwned::to_owned)
}

/// The theme the reader chose, by cookie; `None` follows the system.
pub(crate) fn theme() -> Option<Theme> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == Theme::COOKIE)
        .and_then(|(_, word)| Theme::from_word(word))
}

/// Set a cookie on the answer.
pub(crate) fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) =
        (use_context::<ResponseOptions>(), header::HeaderValue::from_str(cookie))
    {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Answer with the status that fits `kind`.
pub(crate) fn set_status(kind: ErrorKind) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(match kind {
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::Unavailable | ErrorKind::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        });
    }
}

/// A port's failure as the page tells it, with the request's id.
pub(crate) fn told(error: PortError) -> AppError {
    AppError::from(error).of_request(id())
}

/// The sport a URL names.
pub(crate) fn sport(word: &str) -> Result<Sport, AppError> {
    let quoted: String = word.chars().take(40).collect();
    word.parse().map_err(|_| AppError::not_found(format_args!("sport “{quoted}”")).of_request(id()))
}
