//! Why a key was not made or changed.

use entity::model::{Instant, Scope};
use ipnet::IpNet;
use sea_orm::DbErr;

/// One member that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// Its name.
    pub field: String,
    /// What is wrong with it and what would do.
    pub message: String,
}

impl BadField {
    /// `field` cannot be used; `message` says what would do.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// A bound of the key that asks, and that was to be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadBound {
    /// It ends then.
    Expiry(Instant),
    /// It is used from there only.
    Addresses(Vec<IpNet>),
    /// It is used from these only.
    Origins(Vec<String>),
}

/// A key was not made or changed; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The account has no such key.
    #[error("you have no key of this id")]
    NotFound,
    /// Some members cannot be used.
    #[error("{}", sentence(.0))]
    Bad(Vec<BadField>),
    /// A key was used to give or touch what it does not have itself.
    #[error(
        "a key cannot give or touch what it may not do itself, and this one lacks {}",
        words(.0)
    )]
    MoreThanOwn(Vec<Scope>),
    /// A key was used to give another wider bounds than its own.
    #[error("a key keeps others within its own bounds: {}", bounds(.0))]
    WiderThanOwn(Vec<BadBound>),
    /// A key was used to change its own rules.
    #[error("a key cannot change its own rules; use another, or sign in at /dashboard/keys")]
    Itself,
    /// The key that was used may itself no longer do this.
    #[error("the key this was asked with may no longer change keys")]
    NoLongerAllowed,
    /// The account has as many as it may.
    #[error("you have {0} keys, as many as an account may have; revoke one you no longer use")]
    TooMany(usize),
    /// It is revoked, and that is for good.
    #[error("this key is revoked for good; make a new one")]
    Revoked,
    /// The account's address is not confirmed.
    #[error(
        "confirm your e-mail address first: follow the link in the letter we sent you, or have it \
         sent again at /dashboard/settings"
    )]
    Unconfirmed,
    /// The database failed.
    #[error("the database did not answer as it should")]
    Database(#[from] DbErr),
}

fn sentence(fields: &[BadField]) -> String {
    let sentences: Vec<&str> = fields.iter().map(|bad| bad.message.as_str()).collect();
    sentences.join("; ")
}

fn bounds(bad: &[BadBound]) -> String {
    let sentences: Vec<String> = bad.iter().map(ToString::to_string).collect();
    sentences.join("; ")
}

/// Scopes as a reader lists them.
pub(super) fn words(scopes: &[Scope]) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.join(", ")
}
