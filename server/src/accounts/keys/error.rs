//! Why a key was not made or changed.

use entity::model::Scope;
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
    /// The key that was used may itself no longer do this.
    #[error("the key this was asked with may no longer change keys")]
    NoLongerAllowed,
    /// The account has as many as it may.
    #[error("you have {0} keys, as many as an account may have; revoke one you no longer use")]
    TooMany(usize),
    /// It is revoked, and that is for good.
    #[error("this key is revoked for good; make a new one")]
    Revoked,
    /// The database failed.
    #[error("the database did not answer as it should")]
    Database(#[from] DbErr),
}

fn sentence(fields: &[BadField]) -> String {
    let sentences: Vec<&str> = fields.iter().map(|bad| bad.message.as_str()).collect();
    sentences.join("; ")
}

/// Scopes as a reader lists them.
pub(super) fn words(scopes: &[Scope]) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    words.join(", ")
}
