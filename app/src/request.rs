//! What the server's side of a page reads from its request and sets on its answer.

use crate::component::theme::Theme;
use crate::port::{
    AppError, CustomerPorts, ErrorKind, FormState, KeyOutcome, PortError, Ports, SessionName,
    SessionWords, Stage, Viewer, ViewerId,
};
use crate::routes;
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
            // The way to where one signs in is the status already.
            ErrorKind::SignedOut => return,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::Unavailable | ErrorKind::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        });
    }
}

/// A port's failure as the page tells it, with the request's id.
pub(crate) fn app_error(error: PortError) -> AppError {
    AppError::from(error).of_request(id())
}

/// The sport a URL names.
pub(crate) fn sport(word: &str) -> Result<Sport, AppError> {
    let quoted: String = word.chars().take(40).collect();
    word.parse().map_err(|_| AppError::not_found(format_args!("sport “{quoted}”")).of_request(id()))
}

/// The ports of a customer's own pages.
pub(crate) fn customer() -> Result<CustomerPorts, AppError> {
    use_context::<CustomerPorts>().ok_or_else(|| customer_error(PortError::Unavailable))
}

/// A failure of a customer's port as the dashboard tells it.
pub(crate) fn customer_error(error: PortError) -> AppError {
    let mut told = AppError::from(error);
    if told.kind == ErrorKind::Unavailable {
        "Your account's data could not be reached just now. Nothing was changed or lost."
            .clone_into(&mut told.detail);
    }
    told.of_request(id())
}

/// Whose dashboard it is; where nobody is signed in, the answer leads to where one does, and back.
pub(crate) fn signed_in() -> Result<ViewerId, AppError> {
    if let Some(viewer) = viewer() {
        return Ok(ViewerId(viewer.id));
    }
    let parts = use_context::<Parts>();
    let next = parts.as_ref().map_or_else(|| routes::DASHBOARD.to_owned(), page_of);
    leptos_axum::redirect(&format!("{}?next={}", routes::LOGIN, routes::escaped(&next)));
    // A page leads away whatever its reader accepts; a script is told by the header it knows.
    let page = parts.is_some_and(|parts| parts.uri.path().starts_with(routes::DASHBOARD));
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| page) {
        response.set_status(StatusCode::FOUND);
    }
    Err(AppError::signed_out().of_request(id()))
}

/// The dashboard page a request is of, or comes from; never another site's or another page.
fn page_of(parts: &Parts) -> String {
    let own = parts.uri.path_and_query().map(ToString::to_string);
    let referer = || {
        let text = parts.headers.get(header::REFERER)?.to_str().ok()?;
        let (_, rest) = text.split_once("://")?;
        rest.find('/').map(|at| rest[at..].to_owned())
    };
    let dashboard = |path: &String| {
        let rest = path.strip_prefix(routes::DASHBOARD);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let found = own.filter(dashboard).or_else(|| referer().filter(dashboard));
    found.unwrap_or_else(|| routes::DASHBOARD.to_owned())
}

/// Whether a plain form was sent and a page is wanted, not data.
pub(crate) fn wants_page() -> bool {
    let accept = use_context::<Parts>().and_then(|parts| {
        parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok().map(ToOwned::to_owned))
    });
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Lead a plain form's sender to `page`, which shows `outcome` once.
pub(crate) async fn flash(outcome: &KeyOutcome, page: &str) -> Result<(), AppError> {
    let words =
        serde_json::to_string(outcome).map_err(|_| customer_error(PortError::Unavailable))?;
    let waiting =
        extension::<SessionWords>().ok_or_else(|| customer_error(PortError::Unavailable))?;
    waiting.0.keep(words).await.map_err(customer_error)?;
    leptos_axum::redirect(page);
    Ok(())
}

/// What a form came to, shown once: it is taken away with this answer.
pub(crate) async fn take_flash() -> Result<Option<KeyOutcome>, AppError> {
    let Some(waiting) = extension::<SessionWords>() else { return Ok(None) };
    let words = waiting.0.take().await.map_err(customer_error)?;
    Ok(words.and_then(|words| serde_json::from_str(&words).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(uri: &str, referer: &str) -> Parts {
        let request = http::Request::builder().uri(uri).header(header::REFERER, referer).body(());
        request.expect("a request").into_parts().0
    }

    #[test]
    fn a_visitor_comes_back_to_the_page_he_wanted() {
        assert_eq!(page_of(&parts("/dashboard/usage?range=7d", "")), "/dashboard/usage?range=7d");
        let from = "https://scores.example/dashboard/keys?new=1";
        assert_eq!(page_of(&parts("/fn/dashboard/keys", from)), "/dashboard/keys?new=1");
    }

    #[test]
    fn a_visitor_is_led_to_no_other_site() {
        for from in ["https://evil.example//evil", "https://x/dashboardish", "evil", "https://x"] {
            assert_eq!(page_of(&parts("/fn/dashboard/keys", from)), "/dashboard");
        }
    }
}
