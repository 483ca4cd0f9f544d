//! A good answer.

use super::{
    Budget, Failure, UpstreamError,
    classify::{self, Body},
};
use crate::wire::Number;
use bytes::Bytes;
use entity::model::Instant;
use http::HeaderMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which page of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// From 1, though the upstream has been seen to say 0.
    pub current: u32,
    /// Pages in all.
    pub total: u32,
}

/// An envelope that carries no error.
///
/// [`Answer::open`] is the only way to one. Clones share the body.
#[derive(Clone, Debug)]
pub struct Answer {
    body: Bytes,
    response: Bytes,
    endpoint: String,
    parameters: BTreeMap<String, String>,
    results: Option<u64>,
    paging: Option<Paging>,
    budget: Budget,
    received_at: Instant,
}

impl Answer {
    /// Opens what the upstream sent; every envelope that carries an error is a [`Failure`].
    ///
    /// `received_at` is when the last byte came in.
    pub fn open(
        status: u16,
        headers: &HeaderMap,
        body: Bytes,
        received_at: Instant,
    ) -> Result<Answer, Failure> {
        let budget = Budget::from_headers(headers);
        let fail = |error| Failure { error, budget };
        let envelope = match classify::read(status, &body) {
            Body::Envelope(envelope) => envelope,
            Body::Refused(error) => return Err(fail(error)),
        };
        if let Some(error) = classify::verdict(status, &envelope, &budget) {
            return Err(fail(error));
        }
        let Some(response) = envelope.response else {
            return Err(fail(UpstreamError::Unexpected {
                key: "response".to_owned(),
                message: "the answer carries neither data nor an error".to_owned(),
            }));
        };
        Ok(Answer {
            response: body.slice_ref(response.get().as_bytes()),
            endpoint: envelope.endpoint(),
            parameters: envelope.parameters(),
            results: envelope.results.and_then(|raw| {
                let number: Number = serde_json::from_str(raw.get()).ok()?;
                u64::try_from(number.get()?).ok()
            }),
            paging: envelope.paging.and_then(|raw| paging(raw.get())),
            body,
            budget,
            received_at,
        })
    }

    /// The whole body, byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The `response` member as JSON text: a list for nearly all, an object for `/status`.
    pub fn response(&self) -> &[u8] {
        &self.response
    }

    /// The `response` member as the shape the caller expects, borrowing from the body.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.response)
    }

    /// The rows of a `response` that is a list; one odd row fails them all.
    pub fn rows<'a, T: Deserialize<'a>>(&'a self) -> Result<Vec<T>, serde_json::Error> {
        self.read()
    }

    /// The endpoint the upstream says it answered: `fixtures/events`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The parameters the upstream says it understood.
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    /// The upstream's own count; not always the number of rows.
    pub fn results(&self) -> Option<u64> {
        self.results
    }

    /// Which page of how many, where the upstream says so.
    pub fn paging(&self) -> Option<Paging> {
        self.paging
    }

    /// What is left of the quota.
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// When the last byte came in.
    pub fn received_at(&self) -> Instant {
        self.received_at
    }
}

fn paging(json: &str) -> Option<Paging> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default)]
        current: Number,
        #[serde(default)]
        total: Number,
    }
    let wire: Wire = serde_json::from_str(json).ok()?;
    Some(Paging { current: wire.current.count()?, total: wire.total.count()? })
}
