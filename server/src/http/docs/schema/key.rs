//! Keys: as they are shown, made and changed.

use utoipa::ToSchema;

/// What a key may do.
#[derive(ToSchema)]
pub enum Scope {
    #[schema(rename = "matches:read")]
    MatchesRead,
    #[schema(rename = "proxy:read")]
    ProxyRead,
    #[schema(rename = "stream:connect")]
    StreamConnect,
    #[schema(rename = "usage:read")]
    UsageRead,
    #[schema(rename = "keys:write")]
    KeysWrite,
}

/// Whether a key works: in use, in use and ending within a week, in use by an old and a new token,
/// switched off, ended by itself, or gone for good.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum KeyStatus {
    Active,
    Expiring,
    Rotating,
    Disabled,
    Expired,
    Revoked,
}

/// How long a replaced token stays good: not at all, an hour, a day (`1d` says the same), three days or
/// seven.
#[derive(ToSchema)]
pub enum Grace {
    #[schema(rename = "now")]
    Now,
    #[schema(rename = "1h")]
    Hour,
    #[schema(rename = "24h")]
    Day,
    #[schema(rename = "3d")]
    ThreeDays,
    #[schema(rename = "7d")]
    Week,
}

/// A key, without its token.
#[derive(ToSchema)]
pub struct Key {
    /// Its public id, which is no secret: sockets and streams name it.
    id: String,
    /// What its owner calls it.
    name: String,
    /// As much of the token as may be shown.
    token_hint: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// Whether it works.
    status: KeyStatus,
    /// Addresses and CIDR ranges it may be used from; null for anywhere.
    addresses: Option<Vec<String>>,
    /// Web origins it may be used from; null for anywhere.
    origins: Option<Vec<String>>,
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
    last_used_from: Option<String>,
    /// With what kind of program.
    last_used_agent: Option<String>,
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
#[derive(ToSchema)]
pub struct Rotation {
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
#[derive(ToSchema)]
pub struct MintedKey {
    /// The secret, in this answer only: keep it now, it is stored nowhere.
    token: String,
}

/// A page of keys.
#[derive(ToSchema)]
pub struct KeyList {
    /// The page, newest first.
    data: Vec<Key>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// A key to be made.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Scoreboard", "scopes": ["matches:read", "stream:connect"]}))]
pub struct NewKey {
    /// What to call it, up to 80 characters.
    name: String,
    /// What it may do: at least one, and none that the asking key lacks. When left out, whatever the
    /// asking key may do but `keys:write`.
    scopes: Option<Vec<Scope>>,
    /// When it stops; null for never. When left out, as the asking key.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Up to 50 addresses or CIDR ranges it may be used from; null for anywhere. When left out, as the
    /// asking key.
    addresses: Option<Vec<String>>,
    /// Up to 50 web origins it may be used from; null for anywhere. When left out, as the asking key.
    origins: Option<Vec<String>>,
}

/// What is to change. `disabled` comes alone, in a request of its own.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Scoreboard in the hall", "expires_at": null}))]
pub struct KeyChanges {
    /// A new name.
    name: String,
    /// New scopes, in place of the old.
    scopes: Vec<Scope>,
    /// A new end; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// New addresses, in place of the old; null for anywhere.
    addresses: Option<Vec<String>>,
    /// New origins, in place of the old; null for anywhere.
    origins: Option<Vec<String>>,
    /// Switches the key off or on again.
    disabled: bool,
}

/// How to rotate.
#[derive(ToSchema)]
#[schema(example = json!({"grace": "24h"}))]
pub struct Rotate {
    /// How long the old token stays good; `24h` unless given.
    grace: Option<Grace>,
}
