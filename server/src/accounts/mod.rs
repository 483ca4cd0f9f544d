//! Customers: who they are, what they may use, what they used.

pub mod access;
mod change;
mod clear;
mod close;
mod confirm;
pub mod desk;
pub mod email;
mod factor;
pub mod first;
mod form;
pub mod guard;
pub mod keys;
mod known;
mod last_admin;
pub mod letter;
mod moving;
pub mod notice;
pub mod operator;
pub mod password;
pub mod plans;
mod port;
mod privacy;
mod proof;
pub mod prune;
mod recovery;
pub mod role;
pub mod secret;
pub mod session;
mod shown_once;
mod signature;
mod throttle;
mod token;
mod totp;
mod turns;
mod undo;
pub mod user;
mod who;

pub use access::{Access, PlanLimits};
pub use desk::Accounts;
pub use form::{Render, router};
pub use guard::guard;
pub use keys::Keys;
pub use letter::Letter;
pub use plans::Plans;
pub use port::AccountsPort;
pub use who::{ActError, Who};

/// The machine's own time in milliseconds since 1970: a shifted clock must not make links last.
pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
