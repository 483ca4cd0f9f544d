//! `plan`: what each tier may use. Rows that an admin edits.

use sea_orm::entity::prelude::*;

/// One tier.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    /// `anonymous`, `free`, `pro`, `business`, or what an admin adds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Requests a minute.
    pub per_minute: i64,
    /// Requests a UTC day; `None` where the day is not limited.
    pub per_day: Option<i64>,
    /// Sockets open at once; of one address for `anonymous`.
    pub sockets: i64,
    /// Channels one socket may listen to.
    pub channels: i64,
}

impl ActiveModelBehavior for ActiveModel {}
