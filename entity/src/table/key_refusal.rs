//! `key_refusal`: how often a known key was refused, by hour and code.

use sea_orm::entity::prelude::*;

/// One hour of one key and code.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_refusal")]
pub struct Model {
    /// Whose key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// The hour's beginning, in milliseconds since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub since: i64,
    /// Which key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: i64,
    /// The code of the problem, such as `address_denied`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// How often.
    pub refused: i64,
    /// When for the last time, in milliseconds since 1970.
    pub last_at: i64,
    /// From which address then.
    pub last_from: String,
}

impl ActiveModelBehavior for ActiveModel {}
