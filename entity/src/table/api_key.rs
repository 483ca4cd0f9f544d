//! `api_key`: the keys customers made. The secret itself is kept nowhere.

use sea_orm::entity::prelude::*;

/// One key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Ours.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose.
    pub account_id: i64,
    /// The part of the token that may be shown, eight characters; unique. Also the socket's key.
    pub public_id: String,
    /// SHA-256 of the whole token, in hex.
    pub token_hash: String,
    /// SHA-256 of the token before a rotation, while both are good.
    pub old_token_hash: Option<String>,
    /// Until when the old token is good, in milliseconds since 1970.
    pub old_token_until: Option<i64>,
    /// The last four characters, to tell keys apart.
    pub hint: String,
    /// What the owner calls it.
    pub name: String,
    /// Scopes with spaces between: `matches:read stream:connect`.
    pub scopes: String,
    /// Addresses it may be used from, CIDR with spaces between; `None` for anywhere.
    pub addresses: Option<String>,
    /// Web origins it may be used from, with spaces between; `None` for anywhere.
    pub origins: Option<String>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// When it stops, in milliseconds since 1970.
    pub expires_at: Option<i64>,
    /// When it was last used, in milliseconds since 1970; written in batches.
    pub last_used_at: Option<i64>,
    /// The address it was last used from.
    pub last_used_from: Option<String>,
    /// What it was last used by: `curl`, `Chrome`.
    pub last_used_agent: Option<String>,
    /// Calls made with the token before the rotation since then.
    pub old_token_calls: i64,
    /// When that token was last used, in milliseconds since 1970.
    pub old_token_used_at: Option<i64>,
    /// When its rules last changed by the writer's own watch, in milliseconds since 1970; the other
    /// nodes read what changed lately. Being used is no change.
    pub changed_at: i64,
    /// Since when its owner has it switched off, in milliseconds since 1970.
    pub disabled_at: Option<i64>,
    /// Since when it is gone for good, in milliseconds since 1970.
    pub revoked_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
