//! Whose key it is, and what the plan allows.

use super::Scope;
use utoipa::ToSchema;

/// The account a key belongs to.
#[derive(ToSchema)]
pub struct Account {
    /// Its number.
    id: String,
    /// Where it gets mail.
    email: String,
    /// What it may use.
    plan: Plan,
    /// The key this was asked with.
    key: AccountKey,
}

/// What an account may use.
#[derive(ToSchema)]
pub struct Plan {
    /// Its word.
    name: String,
    /// Requests a minute.
    requests_per_minute: u32,
    /// Requests a UTC day; null for no such limit.
    requests_per_day: Option<u32>,
    /// Sockets and streams at once.
    sockets: u32,
    /// Channels of one socket.
    channels_per_socket: u32,
}

/// The key an account was asked with.
#[derive(ToSchema)]
pub struct AccountKey {
    /// Its public id.
    id: String,
    /// What its owner calls it.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
}
