//! `notice`: letters that were posted once and are not to be posted again.

use sea_orm::entity::prelude::*;

/// One letter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// What it is about: `audit:12`, `expiry:7:1790000000000`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// When it was posted, in milliseconds since 1970.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
