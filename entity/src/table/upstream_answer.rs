//! `upstream_answer`: answers worth having after a restart, by what was asked.

use sea_orm::entity::prelude::*;

/// One answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upstream_answer")]
pub struct Model {
    /// The sport and the question: `football/standings?league=4&season=2024`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The upstream's JSON, byte for byte.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When it came, in milliseconds since 1970.
    pub as_of: i64,
}

impl ActiveModelBehavior for ActiveModel {}
