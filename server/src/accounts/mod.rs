//! Customers: who they are, what they may use, what they used.

pub mod bootstrap;
mod change;
mod clear;
pub(crate) mod close;
mod confirm;
pub mod emails;
pub(crate) mod factor;
pub mod keys;
mod last_admin;
mod moving;
pub mod notice;
pub mod operator;
pub mod password;
pub mod plans;
pub(crate) mod privacy;
mod proof;
pub mod prune;
pub(crate) mod recovery;
pub mod role;
pub mod secret;
mod send_mail;
pub mod service;
pub mod session;
pub(crate) mod shown_once;
pub(crate) mod throttle;
pub(crate) mod token;
pub(crate) mod totp;
pub(crate) mod trusted_address;
pub(crate) mod turns;
mod undo;
pub mod user;
pub(crate) mod who;

pub use emails::AccountEmail;
pub use keys::Keys;
pub use plans::Plans;
pub use send_mail::SendMail;
pub use service::Accounts;
pub use who::{ActError, Who};

/// The machine's own time in milliseconds since 1970: a shifted clock must not make links last.
pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
