//! A key in JSON.

use crate::accounts::keys::{self, KeyStatus, KeySummary, Minted};
use chrono::SecondsFormat;
use entity::model::{Instant, Scope};
use serde::Serialize;
use utoipa::ToSchema;

/// A key, without its token.
#[derive(Serialize, ToSchema)]
pub(super) struct Key<'a> {
    /// Its public id, which is no secret: sockets and streams name it.
    id: &'a str,
    /// What its owner calls it.
    name: &'a str,
    /// As much of the token as may be shown.
    token_hint: String,
    /// What it may do.
    scopes: &'a [Scope],
    /// Whether it works.
    status: KeyStatus,
    /// Addresses and CIDR ranges it may be used from; null for anywhere.
    addresses: Option<&'a [String]>,
    /// Web origins it may be used from; null for anywhere.
    origins: Option<&'a [String]>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was last used.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
    /// From which address.
    last_used_from: Option<&'a str>,
    /// With what kind of program.
    last_used_agent: Option<&'a str>,
    /// When it was switched off.
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// The rotation under way.
    rotation: Option<Rotation>,
}

/// A rotation under way: two tokens are good.
#[derive(Serialize, ToSchema)]
pub(super) struct Rotation {
    /// Until when the old token is good.
    #[schema(format = DateTime)]
    until: String,
    /// Requests made with the old token since, up to 15 seconds ago.
    calls_on_old_token: u64,
    /// When the last of them came.
    #[schema(format = DateTime)]
    last_call_at: Option<String>,
}

/// A key with its token. Beside these members it has all of a key.
#[derive(Serialize, ToSchema)]
pub(super) struct MintedKey<'a> {
    #[serde(flatten)]
    key: Key<'a>,
    /// The secret, in this answer only: keep it now, it is stored nowhere.
    token: &'a str,
}

fn time(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn list(list: &[String]) -> Option<&[String]> {
    (!list.is_empty()).then_some(list)
}

impl<'a> From<&'a KeySummary> for Key<'a> {
    fn from(key: &'a KeySummary) -> Self {
        Self {
            id: &key.public_id,
            name: &key.name,
            token_hint: key.masked(),
            scopes: &key.scopes,
            status: key.status,
            addresses: list(&key.addresses),
            origins: list(&key.origins),
            created_at: time(key.created_at),
            expires_at: key.expires_at.map(time),
            last_used_at: key.last_used_at.map(time),
            last_used_from: key.last_used_from.as_deref(),
            last_used_agent: key.last_used_agent.as_deref(),
            disabled_at: key.disabled_at.map(time),
            revoked_at: key.revoked_at.map(time),
            rotation: key.rotation.map(Rotation::from),
        }
    }
}

impl From<keys::Rotation> for Rotation {
    fn from(rotation: keys::Rotation) -> Self {
        Self {
            until: time(rotation.until),
            calls_on_old_token: rotation.calls,
            last_call_at: rotation.last_call_at.map(time),
        }
    }
}

impl<'a> From<&'a Minted> for MintedKey<'a> {
    fn from(minted: &'a Minted) -> Self {
        Self { key: (&minted.key).into(), token: minted.token.reveal() }
    }
}
