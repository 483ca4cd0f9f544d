//! Sessions whose cookie was signed before `APP_KEY` was changed: the cookie holds as long as
//! `APP_PREVIOUS_KEYS` has the key it was signed with, and is signed anew on its next way through.

use crate::accounts::{secret::AppKey, session};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;
use tower_sessions::cookie::{Cookie, CookieJar, Key, SameSite};

/// The keys of the session's cookie.
#[derive(Clone)]
pub(crate) struct Signatures {
    name: &'static str,
    secure: bool,
    current: Key,
    previous: Arc<[Key]>,
}

impl Signatures {
    /// Of the cookie of that name.
    pub(crate) fn new(name: &'static str, secure: bool, key: &AppKey) -> Self {
        let previous = key.previous_cookie_keys();
        Self {
            name,
            secure,
            current: Key::from(&key.cookie_key()),
            previous: previous.iter().map(|key| Key::from(key)).collect(),
        }
    }

    /// The request's cookie under the key in use, if it was signed with one of before.
    fn renewed(&self, headers: &HeaderMap) -> Option<Cookie<'static>> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut jar = CookieJar::new();
        for text in lines.flat_map(|line| line.split(';')) {
            if let Ok(cookie) = Cookie::parse_encoded(text.trim().to_owned()) {
                jar.add_original(cookie);
            }
        }
        jar.get(self.name)?;
        if jar.signed(&self.current).get(self.name).is_some() {
            return None;
        }
        let held = self.previous.iter().find_map(|key| jar.signed(key).get(self.name))?;
        let fresh = Cookie::build((self.name, held.value().to_owned()))
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .path("/")
            .max_age(time::Duration::days(session::DAYS));
        jar.signed_mut(&self.current).add(fresh);
        jar.get(self.name).cloned()
    }
}

/// Let a session through whose cookie was signed with a key of before, and sign it anew.
pub(crate) async fn renew(
    State(signatures): State<Signatures>,
    mut request: Request,
    next: Next,
) -> Response {
    if signatures.previous.is_empty() {
        return next.run(request).await;
    }
    let Some(cookie) = signatures.renewed(request.headers()) else {
        return next.run(request).await;
    };
    // Of two cookies of one name the last one counts.
    if let Ok(line) = HeaderValue::from_str(&cookie.stripped().to_string()) {
        request.headers_mut().append(header::COOKIE, line);
    }
    let mut response = next.run(request).await;
    let start = format!("{}=", signatures.name);
    let mut set = response.headers().get_all(header::SET_COOKIE).iter();
    if !set.any(|line| line.as_bytes().starts_with(start.as_bytes()))
        && let Ok(line) = HeaderValue::from_str(&cookie.to_string())
    {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}
