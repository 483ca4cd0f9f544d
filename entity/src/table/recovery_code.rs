//! `recovery_code`: the way in when the second factor is lost.

use sea_orm::entity::prelude::*;

/// One code. The code itself is kept nowhere.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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

impl ActiveModelBehavior for ActiveModel {}
