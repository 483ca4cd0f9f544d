//! `known_address`: where an account has been signed in from, so that an attack from elsewhere
//! cannot keep its owner out.

use sea_orm::entity::prelude::*;

/// One address of one account; the address itself is not kept.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_address")]
pub struct Model {
    /// Keyed hash of account and address, in hex.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Whose.
    pub account_id: i64,
    /// When it was last signed in from, in milliseconds since 1970.
    pub seen_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
