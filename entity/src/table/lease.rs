//! `lease`: what one process at a time may do.

use sea_orm::entity::prelude::*;

/// One thing that one process at a time does.
///
/// No clock is compared: on a server, whoever wants it watches `beats`, and takes it when they have stood still
/// for long enough by its own clock. Every taking adds one to `token`, which fences off a holder
/// that does not know yet that it has lost it. On an SQLite file a lock beside it stands in for `beats`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    /// What it is: `poll`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The process that has it; none where it was given back.
    pub holder: Option<String>,
    /// How often it was taken.
    pub token: i64,
    /// Signs of life of the holder.
    pub beats: i64,
}

impl ActiveModelBehavior for ActiveModel {}
