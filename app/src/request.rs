//! What the server's side of a page reads from its request and sets on its answer.

use crate::component::theme::Theme;
use crate::port::{AppError, ErrorKind, FormState, PortError, Ports, SessionName, Stage, Viewer};
use entity::model::Sport;
use http::{StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The ports, or the failure to show where the server gave none.
pub(crate) fn ports() -> Result<Ports, AppError> {
    use_context::<Ports>().ok_or_else(|| AppError::unavailable().of_request(id()))
}

/// Who is signed in.
pub(crate) fn viewer() -> Option<Viewer> {
    extension()
}

/// The form that came back with this request.
pub(crate) fn form() -> FormState {
    extension().unwrap_or_default()
}

/// How far the second factor is.
pub(crate) fn stage() -> Stage {
    extension().unwrap_or_default()
}

/// The name of this request's session.
pub(crate) fn session() -> Option<String> {
    extension::<SessionName>().map(|name| name.0)
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}

/// Tell the browser which scripts are ours; only those run.
pub(crate) fn set_content_policy() {
    let (Some(response), Some(nonce)) =
        (use_context::<ResponseOptions>(), leptos::nonce::use_nonce())
    else {
        return;
    };
    let port = use_context::<Ports>().and_then(|ports| ports.site.socket_port);
    let policy = content_policy(&nonce.to_string(), port);
    if let Ok(value) = header::HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// Logos come from the upstream's own host, hence any picture over https.
fn content_policy(nonce: &str, socket_port: Option<u16>) -> String {
    let socket = socket_port.map(|p| format!(" ws://*:{p} wss://*:{p}")).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; \
         connect-src 'self'{socket}; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
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
