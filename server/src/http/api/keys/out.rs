//! A key in JSON.

use crate::accounts::keys::{KeyView, Minted};
use chrono::SecondsFormat;
use entity::model::Instant;
use serde_json::{Value, json};

fn time(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// One key.
pub(super) fn key(key: &KeyView) -> Value {
    let list = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
    json!({
        "id": key.public_id,
        "name": key.name,
        "token_hint": key.masked(),
        "scopes": key.scopes,
        "status": key.status.word(),
        "addresses": list(&key.addresses),
        "origins": list(&key.origins),
        "created_at": time(key.created_at),
        "expires_at": key.expires_at.map(time),
        "last_used_at": key.last_used_at.map(time),
        "last_used_from": key.last_used_from,
        "last_used_agent": key.last_used_agent,
        "disabled_at": key.disabled_at.map(time),
        "revoked_at": key.revoked_at.map(time),
        "rotation": key.rotation.map(|rotation| json!({
            "until": time(rotation.until),
            "calls_on_old_token": rotation.calls,
            "last_call_at": rotation.last_call_at.map(time),
        })),
    })
}

/// A key with its token, this once.
pub(super) fn minted(minted: &Minted) -> Value {
    let mut out = key(&minted.key);
    out["token"] = Value::String(minted.token.reveal().to_owned());
    out
}
