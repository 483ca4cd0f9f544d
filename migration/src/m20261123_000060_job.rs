//! Makes `job`, `job_queue` and `job_schedule`.

use crate::column::word;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Job {
    Table,
    Id,
    Queue,
    Name,
    Args,
    State,
    Priority,
    RunAt,
    Attempts,
    MaxAttempts,
    Claims,
    Worker,
    LeaseUntil,
    Uniq,
    Held,
    Error,
    CreatedAt,
    StartedAt,
    FinishedAt,
}

#[derive(DeriveIden)]
enum JobQueue {
    Table,
    Name,
    Paused,
    Concurrency,
}

#[derive(DeriveIden)]
enum JobSchedule {
    Table,
    Name,
    Every,
    Slot,
}

/// A text of any length; the plain one of `MySQL` ends at 64 KiB and may not know every
/// letter.
fn long(manager: &SchemaManager<'_>, name: Job) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::MySql => {
            column.custom(Alias::new("mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
        }
        _ => {
            column.text();
        }
    }
    column
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        jobs(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table(JobQueue::Table)
                    .col(word(manager, JobQueue::Name).not_null().primary_key())
                    .col(ColumnDef::new(JobQueue::Paused).boolean().not_null())
                    .col(ColumnDef::new(JobQueue::Concurrency).integer())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(JobSchedule::Table)
                    .col(word(manager, JobSchedule::Name).not_null().primary_key())
                    .col(ColumnDef::new(JobSchedule::Every).big_integer().not_null())
                    .col(ColumnDef::new(JobSchedule::Slot).big_integer().not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(JobSchedule::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(JobQueue::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Job::Table).to_owned()).await
    }
}

async fn jobs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut id = ColumnDef::new(Job::Id);
    id.big_integer().not_null().auto_increment().primary_key();
    let number = |name: Job| ColumnDef::new(name).big_integer().not_null().to_owned();
    manager
        .create_table(
            Table::create()
                .table(Job::Table)
                .col(id)
                .col(word(manager, Job::Queue).not_null())
                .col(word(manager, Job::Name).not_null())
                .col(long(manager, Job::Args).not_null())
                .col(ColumnDef::new(Job::State).small_integer().not_null())
                .col(ColumnDef::new(Job::Priority).small_integer().not_null())
                .col(number(Job::RunAt))
                .col(ColumnDef::new(Job::Attempts).integer().not_null())
                .col(ColumnDef::new(Job::MaxAttempts).integer().not_null())
                .col(number(Job::Claims))
                .col(word(manager, Job::Worker))
                .col(ColumnDef::new(Job::LeaseUntil).big_integer())
                .col(word(manager, Job::Uniq))
                .col(word(manager, Job::Held))
                .col(long(manager, Job::Error))
                .col(number(Job::CreatedAt))
                .col(ColumnDef::new(Job::StartedAt).big_integer())
                .col(ColumnDef::new(Job::FinishedAt).big_integer())
                .to_owned(),
        )
        .await?;
    let index = |name: &str| Index::create().name(name).table(Job::Table).to_owned();
    for statement in [
        // The order in which jobs are claimed.
        index("job_claim")
            .col(Job::Queue)
            .col(Job::State)
            .col(Job::Priority)
            .col(Job::RunAt)
            .col(Job::Id)
            .to_owned(),
        index("job_lease").col(Job::State).col(Job::LeaseUntil).to_owned(),
        index("job_finished").col(Job::State).col(Job::FinishedAt).to_owned(),
        // An empty value equals no other, so only waiting and running jobs exclude each other.
        index("job_held").col(Job::Queue).col(Job::Held).unique().to_owned(),
    ] {
        manager.create_index(statement).await?;
    }
    Ok(())
}
