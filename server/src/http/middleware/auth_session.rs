//! What stands before every page: no forged requests, and who is looking.

use crate::{
    accounts::{
        Accounts, close,
        session::{self, AWAITED, Sessions},
        shown_once::Words,
        token,
        totp::Seed,
        trusted_address,
        user::{User, Users},
    },
    app::AppState,
    audit::{self, Action, Actor, Entry, Origin, Outcome, told_once},
    config::Bind,
    http::{
        Problem, ProblemCode, client_ip,
        middleware::cookie_signature::{self, Signatures},
    },
    store::timeout::RETRY_AFTER_SECONDS,
};
use app::port::{SessionName, SessionWords, Stage, Viewer};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use axum_login::{AuthManagerLayerBuilder, AuthSession};
use entity::table::instant;
use serde::{Deserialize, Serialize};
use std::{error::Error, sync::Arc};
use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{Key, SameSite},
};

/// Who is signed in, as handlers extract it.
pub type Auth = AuthSession<Users>;

/// Where a session keeps the hash of the password that somebody registered with in it, sealed for their
/// address.
pub(crate) const REGISTERED: &str = "registered";
/// Where a session keeps a seed that awaits its confirmation.
pub(crate) const PENDING_TOTP_SEED: &str = "candidate";
/// How long the second factor is awaited.
pub(crate) const PENDING_LOGIN_MILLIS: i64 = 10 * 60_000;

/// A sign-in whose password was right.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PendingLogin {
    pub account: i64,
    pub since: i64,
    pub next: String,
    pub email: String,
    /// The account's stamp when the password was right; another one ends the wait.
    #[serde(default)]
    pub stamp: String,
}

/// Put sessions before `routes`, refuse forged requests, and tell the routes who is looking:
/// a [`Viewer`] in the extensions of each request of somebody signed in.
pub fn guard(app: &AppState, routes: Router<AppState>) -> Router<AppState> {
    let accounts = &app.accounts;
    let secure = accounts.app_url.starts_with("https://");
    let name = if secure { "__Host-bts_session" } else { "bts_session" };
    let sessions: Sessions = accounts.sessions.clone();
    let layer = SessionManagerLayer::new(sessions)
        .with_name(name)
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(time::Duration::days(session::DAYS)))
        .with_signed(Key::from(&accounts.key.cookie_key()));
    let auth = AuthManagerLayerBuilder::new(accounts.users.clone(), layer).build();
    let signatures = Signatures::new(name, secure, &accounts.key);
    routes
        .layer(middleware::from_fn_with_state(app.clone(), load_viewer))
        .layer(auth)
        .layer(middleware::map_response(unread))
        .layer(middleware::from_fn_with_state(signatures, cookie_signature::renew))
        .layer(middleware::from_fn_with_state(app.clone(), refuse_forged))
}

/// The layers of sessions answer 500 with nothing where one cannot be read or kept: the database is
/// away, and whoever is signed in stays so.
async fn unread(response: Response) -> Response {
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR || !is_bare {
        return response;
    }
    no_session().into_response()
}

fn no_session() -> Problem {
    let detail =
        "who you are cannot be looked up at this moment; you stay signed in, try again soon";
    Problem::unavailable(detail).retry_after(RETRY_AFTER_SECONDS)
}

/// A request that changes something must not come from the page of another site.
async fn refuse_forged(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if is_same_site(request.method(), request.headers(), &app.config.bind) {
        return next.run(request).await;
    }
    let trusted = &app.config.bind.trusted_proxies;
    let address = client_ip::client(request.extensions(), request.headers(), trusted);
    let place = trusted_address::address_key(address);
    let kind = format!("{}|{place}", Action::ForgedOrigin.as_str());
    if let Some(left_out) = app.accounts.throttle.may_note(kind).await {
        let entry = Entry::new(Action::ForgedOrigin, Actor::Anonymous)
            .from(Origin { address: Some(place), agent: None })
            .target(request.uri().path())
            .outcome(Outcome::Refused)
            .detail(told_once("from another site", left_out));
        audit::write_or_log(app.database.pool(), entry).await;
    }
    Problem::forbidden(
        ProblemCode::ForgedOrigin,
        "this request did not come from our own pages; nothing was changed",
    )
    .into_response()
}

/// Whether a request is safe, or comes from our own pages as far as a browser says. What says nothing
/// is no browser: each one sends `Sec-Fetch-Site` or `Origin` with every form, and none gives a page
/// of another site our cookies, which are `SameSite=Lax`.
///
/// Where `APP_URL` is set our pages are at that origin and at no other, whatever `Host` says: that
/// field is the client's own. Where it is not, they are wherever this machine is reached.
fn is_same_site(method: &Method, headers: &HeaderMap, bind: &Bind) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let ours = |origin: &str| {
        let host = origin.split_once("://").map(|(_, host)| host);
        let same_host = host.is_some() && host == text("host");
        origin == bind.app_url || (!bind.app_url_is_set && same_host)
    };
    match (text("sec-fetch-site"), text("origin")) {
        // A browser may be told to hide the origin even of our own pages; the site it says.
        (Some(site), None | Some("null")) => matches!(site, "same-origin" | "none"),
        (Some(site), Some(origin)) => matches!(site, "same-origin" | "none") && ours(origin),
        (None, Some(origin)) => ours(origin),
        (None, None) => true,
    }
}

/// Find out who is looking, and lead them to where they must go first.
async fn load_viewer(
    State(app): State<AppState>,
    auth: Auth,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let viewer = auth.user.as_ref().map(|user| viewer(&app.accounts, user));
    if let Some(way) = required_redirect(viewer.as_ref(), &path, request.uri().query()) {
        if leads_to_a_page(&request) {
            return Redirect::to(&way).into_response();
        }
        let problem = match viewer {
            None => Problem::unauthorized(ProblemCode::SignInFirst, "sign in first"),
            Some(viewer) if viewer.deleted_at.is_some() => Problem::forbidden(
                ProblemCode::AccountClosed,
                "this account waits to be deleted; keep it at /restore first",
            ),
            Some(_) => {
                Problem::forbidden(ProblemCode::TwoFactorFirst, "set up two-factor sign-in first")
            }
        };
        return problem.into_response();
    }
    let stage = stage(&app.accounts, &auth, request.uri()).await;
    let extensions = request.extensions_mut();
    match stage {
        Ok(stage) => extensions.insert(stage),
        Err(error) => {
            tracing::error!(%error, "session lookup failed");
            return no_session().into_response();
        }
    };
    if let Some(id) = auth.session.id() {
        extensions.insert(SessionName(session::name(&id)));
        let words = Words { session: auth.session.clone(), key: app.accounts.key.clone() };
        extensions.insert(SessionWords(Arc::new(words)));
    }
    if let Some(viewer) = viewer {
        extensions.insert(viewer);
    }
    next.run(request).await
}

/// Whether the answer is a page for somebody to read: one that is asked for, or what a form leads to
/// that a browser sends by itself. Scripts and programs are answered in their own words.
fn leads_to_a_page(request: &Request) -> bool {
    let accepts = request.headers().get_all(header::ACCEPT).iter();
    let mut accepts = accepts.filter_map(|value| value.to_str().ok());
    let is_read = match *request.method() {
        Method::GET => true,
        Method::POST => accepts.any(|value| value.contains("text/html")),
        _ => false,
    };
    is_read && !request.uri().path().starts_with("/fn/")
}

/// What pages may know of somebody.
pub(crate) fn viewer(accounts: &Accounts, user: &User) -> Viewer {
    let row = &user.row;
    let two_factor = row.totp_seed.is_some();
    Viewer {
        id: row.id,
        email: row.email.clone(),
        verified: row.verified_at.is_some(),
        plan: row.plan.clone(),
        two_factor,
        is_admin: row.is_admin,
        deleted_at: close::deleted_at(row).map(instant),
        may_administer: row.is_admin && (two_factor || accounts.demonstration),
    }
}

/// Where somebody must go before they get what they ask for.
fn required_redirect(viewer: Option<&Viewer>, path: &str, query: Option<&str>) -> Option<String> {
    let under = |root: &str| {
        path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let always = under("/logout")
        || under("/pkg")
        || under("/fonts")
        || under("/flags")
        || path == "/favicon.svg"
        || path == "/fn/theme";
    match viewer {
        None if under("/dashboard") || under("/admin") || under("/horizon") => {
            let wanted = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
            let next: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
            Some(format!("/login?next={next}"))
        }
        Some(viewer) if viewer.deleted_at.is_some() => {
            let free = always || under("/restore") || under("/login");
            (!free).then(|| "/restore".to_owned())
        }
        Some(viewer) if viewer.is_admin && !viewer.may_administer => {
            let free = always || under("/two-factor");
            (!free).then(|| "/two-factor".to_owned())
        }
        None | Some(_) => None,
    }
}

async fn stage(
    accounts: &Accounts,
    auth: &Auth,
    uri: &Uri,
) -> Result<Stage, Box<dyn Error + Send + Sync>> {
    let link = match linked(uri) {
        Some(token) => Some(token::good_for(accounts.users.database.pool(), &token).await?),
        None => None,
    };
    if auth.session.id().is_none() {
        return Ok(Stage { link, ..Stage::default() });
    }
    let awaited = awaited(auth).await?.is_some();
    let candidate = auth.session.get::<String>(PENDING_TOTP_SEED).await?.and_then(|sealed| {
        let account = auth.user.as_ref()?.row.id;
        Seed::open(&accounts.key, account, &sealed).map(|(seed, _)| seed.text())
    });
    let registered = auth.session.get::<String>(REGISTERED).await?.is_some();
    Ok(Stage { awaited, candidate, registered, link })
}

/// The token of a letter's link.
fn linked(uri: &Uri) -> Option<String> {
    if !["/verify", "/reset", "/enter", "/undo"].contains(&uri.path()) {
        return None;
    }
    let mut words = form_urlencoded::parse(uri.query()?.as_bytes());
    words.find(|(name, _)| name == "token").map(|(_, token)| token.into_owned())
}

/// The sign-in of this session that awaits its second factor, unless it took too long.
pub(crate) async fn awaited(
    auth: &Auth,
) -> Result<Option<PendingLogin>, tower_sessions::session::Error> {
    let found = auth.session.get::<PendingLogin>(AWAITED).await?;
    Ok(found.filter(|awaited| crate::accounts::now() - awaited.since < PENDING_LOGIN_MILLIS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn post(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let bind = Bind {
            address: ([127, 0, 0, 1], 8000).into(),
            app_url: "https://bts.guru".to_owned(),
            app_url_is_set: true,
            trusted_proxies: Vec::new(),
        };
        is_same_site(&Method::POST, &headers.collect(), &bind)
    }

    #[test]
    fn a_change_must_not_come_from_the_page_of_another_site() {
        assert!(post(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(post(&[("origin", "https://bts.guru"), ("cookie", "a=b")]));
        assert!(!post(&[("sec-fetch-site", "cross-site"), ("cookie", "a=b")]));
        assert!(!post(&[("sec-fetch-site", "same-site"), ("cookie", "a=b")]));
        assert!(!post(&[("origin", "https://evil.example"), ("host", "bts.guru")]));
        assert!(!post(&[("origin", "http://bts.guru"), ("host", "bts.guru")]));
        assert!(!post(&[("origin", "null"), ("cookie", "a=b")]));
        assert!(!post(&[("sec-fetch-site", "cross-site"), ("origin", "https://bts.guru")]));
        assert!(!post(&[("sec-fetch-site", "")]));
        assert!(!post(&[("origin", "")]));
    }

    #[test]
    fn a_program_that_is_no_browser_may_send_forms() {
        assert!(post(&[("cookie", "a=b")]));
        assert!(post(&[]));
    }

    #[test]
    fn a_stranger_is_led_to_the_door_and_back() {
        let way = required_redirect(None, "/dashboard/usage", Some("by=key"));
        assert_eq!(way.as_deref(), Some("/login?next=%2Fdashboard%2Fusage%3Fby%3Dkey"));
        assert_eq!(required_redirect(None, "/dashboards", None), None);
        assert_eq!(required_redirect(None, "/live", None), None);
    }
}
