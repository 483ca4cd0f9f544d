//! `matches`: the latest version of every match, whole, beside the columns that lists filter by.

use sea_orm::entity::prelude::*;

/// One match. `doc` is the [`Match`](crate::model::Match) as JSON; the other columns repeat parts
/// of it for indexes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matches")]
pub struct Model {
    /// Ours.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The sport's slug.
    pub sport: String,
    /// The upstream's number; unique within the sport.
    pub upstream_id: String,
    /// The upstream's number of the league.
    pub league_upstream_id: String,
    /// When it begins, in milliseconds since 1970.
    pub starts_at: i64,
    /// [`Phase`](crate::model::Phase) as a word.
    pub phase: String,
    /// Grows by one with every change.
    pub version: i64,
    /// The log position of the latest change.
    pub seq: i64,
    /// When the latest change was accepted, in milliseconds since 1970.
    pub updated_at: i64,
    /// When the upstream last confirmed it, in milliseconds since 1970; never before the `as_of` in
    /// `doc`, which is of the latest change.
    pub as_of: i64,
    /// The turn of the log's head in which this row was last written.
    pub turn: i64,
    /// The whole match.
    #[sea_orm(column_type = "JsonBinary")]
    pub doc: Json,
}

impl ActiveModelBehavior for ActiveModel {}
