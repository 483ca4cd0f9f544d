//! A good answer: its bytes, its validator, how old its data is.

use super::tag;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use entity::model::{Freshness, Instant};
use std::sync::Arc;

/// JSON that is ready to be sent.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The body.
    pub json: Bytes,
    /// A strong validator of it, quotes included.
    pub etag: Arc<str>,
    /// When the upstream last confirmed what it says; `None` where it is no sports data.
    pub as_of: Option<Instant>,
    /// For how many seconds a reader may keep it.
    pub max_age: u32,
}

impl Answer {
    /// The answer of some bytes.
    pub fn new(json: impl Into<Bytes>, as_of: Option<Instant>, max_age: u32) -> Self {
        let json = json.into();
        let etag = crate::store::board::etag(&json).into();
        Self { json, etag, as_of, max_age }
    }

    /// The answer that says a thing.
    pub fn of(thing: &impl serde::Serialize, as_of: Option<Instant>, max_age: u32) -> Self {
        let json = serde_json::to_vec(thing).expect("our own words can be said in JSON");
        Self::new(json, as_of, max_age)
    }

    /// A page of things that are JSON already.
    pub fn page<'a>(
        items: impl Iterator<Item = &'a [u8]>,
        next_cursor: Option<&str>,
        as_of: Option<Instant>,
        max_age: u32,
    ) -> Self {
        let mut json = b"{\"data\":[".to_vec();
        for (i, item) in items.enumerate() {
            if i > 0 {
                json.push(b',');
            }
            json.extend_from_slice(item);
        }
        json.extend_from_slice(b"],\"next_cursor\":");
        json.extend(serde_json::to_vec(&next_cursor).unwrap_or_else(|_| b"null".to_vec()));
        json.push(b'}');
        Self::new(json, as_of, max_age)
    }

    /// Send it to this caller alone: kept by no shared cache, and asked for anew each time.
    pub fn private_to(self, request: &HeaderMap) -> Response {
        let mut response = self.to(request);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("authorization"));
        response
    }

    /// Send it, or 304 where the reader has it already, under the tag they know it by.
    pub fn to(self, request: &HeaderMap) -> Response {
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .find(|tag| *tag == "*" || tag::bare(tag) == tag::bare(&self.etag));
        let mut response = match known {
            Some(_) => StatusCode::NOT_MODIFIED.into_response(),
            None => Response::new(Body::from(self.json)),
        };
        let headers = response.headers_mut();
        if known.is_none() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let cache = format!("public, max-age={}", self.max_age);
        let text = |text: &str| HeaderValue::from_str(text).expect("it is plain ASCII");
        headers.insert(header::ETAG, text(known.filter(|tag| *tag != "*").unwrap_or(&self.etag)));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CACHE_CONTROL, text(&cache));
        if let Some(as_of) = self.as_of {
            let as_of = as_of.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
            headers.insert("x-data-as-of", text(&as_of));
        }
        response
    }
}

/// An answer to one caller alone, which no cache may keep.
pub fn secret(status: StatusCode, thing: &serde_json::Value) -> Response {
    let mut response = (status, axum::Json(thing)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// For how many seconds a match may be kept.
pub fn max_age(freshness: Freshness) -> u32 {
    match freshness {
        Freshness::Live | Freshness::Delayed | Freshness::Stale => 1,
        Freshness::Final => 30,
    }
}
