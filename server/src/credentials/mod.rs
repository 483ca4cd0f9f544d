//! What people sign in with: addresses and passwords, and which of them are taken.

pub mod email;
pub mod password;

pub use email::Email;
pub use password::Password;
