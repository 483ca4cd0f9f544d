//! The first account of a new installation.

use super::{
    Accounts, secret,
    user::{AccountError, FIRST_PLAN},
};
use crate::{
    config::Config,
    credentials::{Password, email::Email},
};

/// The account of a demonstration.
pub const DEMONSTRATION: &str = "demo@bts.guru";

/// Make the first admin of an empty database: the configured one, else, in a demonstration, one
/// whose random password is returned to be shown once.
pub async fn create(
    accounts: &Accounts,
    config: &Config,
) -> Result<Option<(String, String)>, AccountError> {
    if !accounts.users.none().await? {
        return Ok(None);
    }
    if let Some(admin) = &config.accounts.admin {
        let hash = accounts.users.hasher.hash(admin.password.clone()).await?;
        accounts.users.add(&admin.email, hash, true, FIRST_PLAN, true).await?;
        return Ok(None);
    }
    if !config.upstream.demonstration() {
        return Ok(None);
    }
    let password = random_password();
    let email = Email::read(DEMONSTRATION).expect("the address is well formed");
    let hash = accounts.users.hasher.hash(Password::typed(password.clone())).await?;
    let added = accounts.users.add(&email, hash, true, FIRST_PLAN, true).await?;
    Ok(added.map(|row| (row.email, password)))
}

/// A random password that is easy to copy.
pub fn random_password() -> String {
    secret::token().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}
