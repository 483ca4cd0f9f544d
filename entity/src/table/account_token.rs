//! `account_token`: links sent by mail, each good once and for a short time.

use sea_orm::entity::prelude::*;
use std::fmt;

/// One link. The token itself is kept nowhere.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_token")]
pub struct Model {
    /// SHA-256 of the token, in hex.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Whose.
    pub account_id: i64,
    /// What it proves: `verify`, `reset` or `email`.
    pub kind: String,
    /// What it carries: for `email` the new address, for `verify` a password to be put in force.
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    /// When it was sent, in milliseconds since 1970.
    pub created_at: i64,
    /// When it stops, in milliseconds since 1970.
    pub expires_at: i64,
}

impl fmt::Debug for Model {
    /// Not what it carries, which may be the hash of a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountToken")
            .field("account_id", &self.account_id)
            .field("kind", &self.kind)
            .field("created_at", &self.created_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ModelEx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelEx").finish_non_exhaustive()
    }
}

impl ActiveModelBehavior for ActiveModel {}
