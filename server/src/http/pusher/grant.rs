//! What is asked of `/broadcasting/auth`, and what is answered.

use crate::{
    app::AppState,
    http::{Problem, ProblemCode, problem},
    realtime::Namespace,
};
use axum::{
    Json,
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{Method, header},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// A socket and the channel that it wants to listen to.
#[derive(Clone, Debug, Deserialize)]
pub struct Wish {
    socket_id: String,
    channel_name: String,
}

impl FromRequest<AppState> for Wish {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Problem> {
        Self::of(request).await
    }
}

impl Wish {
    /// Read from a form as pusher-js sends it, from JSON, or from the query of a GET.
    pub async fn of(request: Request) -> Result<Self, Problem> {
        if !matches!(*request.method(), Method::GET | Method::POST) {
            return Err(problem::no_such_method(request).await);
        }
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/json"));
        let query = request.uri().query().unwrap_or_default().to_owned();
        let body = to_bytes(request.into_body(), crate::http::body::MAX_BODY_BYTES).await;
        let body = body.map_err(|_| Problem::too_large(crate::http::body::MAX_BODY_BYTES))?;
        let wish = match (is_json, body.is_empty()) {
            (true, false) => serde_json::from_slice(&body).ok(),
            (_, true) => Self::of_form(query.as_bytes()),
            (false, false) => Self::of_form(&body),
        };
        wish.ok_or_else(|| {
            Problem::bad_field("body", "send socket_id and channel_name, as a form or as JSON")
        })
    }

    fn of_form(form: &[u8]) -> Option<Self> {
        let named = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(form);
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        Some(Self { socket_id: named("socket_id")?, channel_name: named("channel_name")? })
    }
}

/// The signature that lets the socket listen, if the channel is the asker's.
pub fn sign(
    app: &AppState,
    wish: &Wish,
    account: Option<i64>,
    administers: bool,
) -> Result<Json<Value>, Problem> {
    let channel = wish.channel_name.as_str();
    let is_theirs = match Namespace::of(channel) {
        Namespace::Account(id) => account.is_some_and(|account| account.to_string() == id),
        Namespace::Admin => administers,
        Namespace::Sports | Namespace::Sandbox | Namespace::Operator => false,
    };
    if !is_theirs {
        let why = match account {
            Some(_) => format!("the channel {channel} is not yours to listen to"),
            None => format!("sign in or send a key: nobody in particular may listen to {channel}"),
        };
        return Err(Problem::forbidden(ProblemCode::ChannelDenied, why));
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts = wish.socket_id.split_once('.');
    if !parts.is_some_and(|(left, right)| is_number(left) && is_number(right)) {
        return Err(Problem::bad_field("socket_id", "a socket's id looks like 131072.7"));
    }
    Ok(Json(json!({ "auth": app.signer.channel_auth(&wish.socket_id, channel, None) })))
}
