//! `change`: the log, and the outbox in one.

use sea_orm::entity::prelude::*;

/// One accepted change, written in the transaction that wrote its match.
///
/// `announced` is false from the commit until the change has been handed to every channel; what a
/// crash left false is announced at the next start.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// The place in the log.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The sport's slug.
    pub sport: String,
    /// The upstream's number of the match.
    pub match_upstream_id: String,
    /// The version it made; unique within the match.
    pub version: i64,
    /// When it was accepted, in milliseconds since 1970.
    pub at: i64,
    /// Whether every channel has been handed it.
    pub announced: bool,
    /// The [`Change`](crate::model::Change) as JSON.
    #[sea_orm(column_type = "JsonBinary")]
    pub doc: Json,
}

impl ActiveModelBehavior for ActiveModel {}
