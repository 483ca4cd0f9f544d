//! `job_schedule`: how far each recurring job has come.

use sea_orm::entity::prelude::*;

/// One recurring job.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_schedule")]
pub struct Model {
    /// The kind of job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Time between two runs, in milliseconds.
    pub every: i64,
    /// The beginning of the last slot that was served, in milliseconds since 1970.
    pub slot: i64,
}

impl ActiveModelBehavior for ActiveModel {}
