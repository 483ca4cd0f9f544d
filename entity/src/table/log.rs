//! `log_head`: one row that says which life of the log this is, how far it has come, and how often
//! anything was taken in.

use sea_orm::entity::prelude::*;

/// The head of the log. Adding to `head` in a transaction is the one serialisation point of the
/// whole service: whoever holds the row gives out the next positions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// A random word, new whenever the log is begun anew.
    pub epoch: String,
    /// The last position given out.
    pub head: i64,
    /// Transactions that took in a change, a first sight, a confirmation or a league. A process that
    /// has shown all up to its own number has nothing to read.
    pub turn: i64,
    /// How often leagues were taken in.
    pub leagues: i64,
}

impl ActiveModelBehavior for ActiveModel {}
