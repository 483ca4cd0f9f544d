//! `job_queue`: what people set about a queue. A queue without a row runs as the code says.

use sea_orm::entity::prelude::*;

/// One queue.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_queue")]
pub struct Model {
    /// The queue.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Whether no further job of it is begun.
    pub paused: bool,
    /// How many of its jobs may run at once over all workers; `None` for as many as these have room.
    pub concurrency: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
