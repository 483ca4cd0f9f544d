//! A good answer: its bytes, its validator, how old its data is, where to go on from it.

use crate::{http::etag, store::body::format_instant};
use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use entity::model::{Freshness, Instant, Position};
use std::{convert::Infallible, sync::Arc};

/// How old the data is.
const AS_OF: HeaderName = HeaderName::from_static("x-data-as-of");
/// The place in the log whose state it tells.
const POSITION: HeaderName = HeaderName::from_static("x-position");

/// Room for all that an answer says on its way out, so that it is made once.
const MAX_HEADERS: usize = 20;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// A key changes what is said beside the body, and whether it is said at all.
const VARY: HeaderValue = HeaderValue::from_static("authorization, accept-encoding");
/// How long hot reads may be kept.
const A_SECOND: HeaderValue = HeaderValue::from_static("public, max-age=1");
const HALF_A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=30");
/// The same, by the one who asked alone.
const OWN_SECOND: HeaderValue = HeaderValue::from_static("private, max-age=1");
const OWN_HALF_A_MINUTE: HeaderValue = HeaderValue::from_static("private, max-age=30");

/// JSON that is ready to be sent.
#[derive(Clone, Debug)]
pub struct JsonResponse {
    /// The body.
    pub json: Bytes,
    /// A validator of it, quotes included; weak where the body says how old it is.
    pub etag: Arc<str>,
    /// When the upstream last confirmed what it says, as text; `None` where it is no sports data.
    pub as_of: Option<Arc<str>>,
    /// For how many seconds a reader may keep it.
    pub max_age: u32,
    /// Where to go on from what it says; `None` where that is not in the log.
    pub position: Option<Position>,
}

impl JsonResponse {
    /// The answer of some bytes.
    pub fn new(json: impl Into<Bytes>, as_of: Option<Instant>, max_age: u32) -> Self {
        let json = json.into();
        let etag = crate::store::body::etag(&json).into();
        Self {
            json,
            etag,
            as_of: as_of.map(|at| format_instant(at).into()),
            max_age,
            position: None,
        }
    }

    /// The same, of a state that was read after this position.
    pub fn at(self, position: Position) -> Self {
        Self { position: Some(position), ..self }
    }

    /// The answer that says a thing.
    pub fn of(thing: &impl serde::Serialize, as_of: Option<Instant>, max_age: u32) -> Self {
        let json = serde_json::to_vec(thing).expect("our own words can be said in JSON");
        Self::new(json, as_of, max_age)
    }

    /// The same with members in the order of their names.
    pub fn by_name(thing: &impl serde::Serialize, as_of: Option<Instant>, max_age: u32) -> Self {
        Self::of(&sorted(thing), as_of, max_age)
    }

    /// A list of things that are JSON already, with the member that says where the next one begins.
    pub fn list<'a>(
        items: impl Iterator<Item = &'a [u8]>,
        (name, next): (&str, Option<&str>),
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
        json.extend(format!("],\"{name}\":{}}}", serde_json::json!(next)).into_bytes());
        Self::new(json, as_of, max_age)
    }

    /// Send it to this caller alone: kept by no shared cache, and asked for anew each time.
    pub fn private_to(self, known: &IfNoneMatch) -> Response {
        let mut response = self.to(known);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }

    /// Send it, or 304 where the reader has it already, under the tag they know it by.
    pub fn to(self, known: &IfNoneMatch) -> Response {
        let known = known.tag(&self.etag);
        let mut response = match known {
            Some(_) => StatusCode::NOT_MODIFIED.into_response(),
            None => Response::new(Body::from(self.json)),
        };
        let headers = response.headers_mut();
        headers.reserve(MAX_HEADERS);
        if known.is_none() {
            headers.insert(header::CONTENT_TYPE, JSON);
        }
        let text = |text: &str| HeaderValue::from_str(text).expect("it is plain ASCII");
        // A weak tag is the same in every encoding; of a strong one the reader may know another.
        let known = known.filter(|tag| *tag != "*" && !self.etag.starts_with("W/"));
        headers.insert(header::ETAG, text(known.unwrap_or(&self.etag)));
        headers.insert(header::VARY, VARY);
        headers.insert(header::CACHE_CONTROL, cache_control(self.max_age));
        if let Some(as_of) = self.as_of {
            headers.insert(AS_OF, text(&as_of));
        }
        if let Some(position) = self.position {
            headers.insert(POSITION, position_value(&position));
        }
        response
    }
}

/// What a reader has already: the tags that their `If-None-Match` names.
#[derive(Clone, Debug, Default)]
pub struct IfNoneMatch(Vec<HeaderValue>);

impl IfNoneMatch {
    /// What these headers say.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect())
    }

    /// The tag under which they have what `etag` stands for.
    fn tag(&self, etag: &str) -> Option<&str> {
        self.0
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .find(|tag| *tag == "*" || etag::bare(tag) == etag::bare(etag.trim_start_matches("W/")))
    }
}

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// A position as [`Display`](std::fmt::Display) writes it. Every hot read says one, so it does without
/// the formatter.
fn position_value(Position { epoch, seq }: &Position) -> HeaderValue {
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(seq.0);
    let mut text = Vec::with_capacity(epoch.0.len() + digits.len() + 3);
    for part in [&epoch.0, ":", digits, "-0"] {
        text.extend_from_slice(part.as_bytes());
    }
    HeaderValue::from_maybe_shared(Bytes::from(text)).expect("it is plain ASCII")
}

fn cache_control(max_age: u32) -> HeaderValue {
    match max_age {
        1 => A_SECOND,
        30 => HALF_A_MINUTE,
        other => HeaderValue::from_maybe_shared(Bytes::from(format!("public, max-age={other}")))
            .expect("it is plain ASCII"),
    }
}

/// Let no cache that is shared keep an answer to the holder of a key.
pub fn keep_private(headers: &mut HeaderMap) {
    let Some(kept) = headers.get_mut(header::CACHE_CONTROL) else { return };
    if *kept == A_SECOND {
        *kept = OWN_SECOND;
    } else if *kept == HALF_A_MINUTE {
        *kept = OWN_HALF_A_MINUTE;
    } else if let Some(rest) = kept.as_bytes().strip_prefix(b"public") {
        let own = [b"private".as_slice(), rest].concat();
        *kept = HeaderValue::from_maybe_shared(Bytes::from(own)).expect("it is plain ASCII");
    }
}

/// A thing as JSON, members in the order of their names.
fn sorted(thing: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(thing).expect("our own words can be said in JSON")
}

/// An answer to one caller alone, which no cache may keep; members in the order of their names.
pub fn no_store(status: StatusCode, thing: &impl serde::Serialize) -> Response {
    let mut response = (status, axum::Json(sorted(thing))).into_response();
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

#[cfg(test)]
mod tests {
    use super::*;
    use entity::model::{Epoch, Seq};

    #[test]
    fn a_position_in_a_header_is_the_position_in_words() {
        for seq in [0, 1_761, u64::MAX] {
            let position = Position { epoch: Epoch("a1b2".to_owned()), seq: Seq(seq) };
            assert_eq!(position_value(&position), position.to_string());
        }
    }
}
