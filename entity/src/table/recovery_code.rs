//! `recovery_code`: the way in when the second factor is lost.

use sea_orm::entity::prelude::*;
use std::fmt;

/// One code. The code itself is kept nowhere.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_code")]
pub struct Model {
    /// SHA-256 of account and code, in hex.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Whose.
    pub account_id: i64,
    /// When it was used, in milliseconds since 1970.
    pub used_at: Option<i64>,
}

impl fmt::Debug for Model {
    /// Not its hash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecoveryCode")
            .field("account_id", &self.account_id)
            .field("used_at", &self.used_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ModelEx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelEx").finish_non_exhaustive()
    }
}

impl ActiveModelBehavior for ActiveModel {}
