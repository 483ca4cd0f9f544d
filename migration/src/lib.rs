//! The database schema, one change a file, each with its way back.
//!
//! Every file is named for the day it was written and says what it makes. The same statements run
//! on SQLite, PostgreSQL and MySQL or MariaDB; `column` holds what differs.

#![allow(
    elided_lifetimes_in_paths,
    reason = "async_trait and the trait of sea-orm disagree otherwise"
)]

pub use sea_orm_migration::{MigrationStatus, MigratorTrait, SchemaManager};

mod column;
mod m20261123_000001_league;
mod m20261123_000002_matches;
mod m20261123_000003_log;
mod m20261123_000010_account;
mod m20261123_000020_session;
mod m20261123_000021_account_proof;
mod m20261123_000030_key_use;
mod m20261123_000031_idempotency_key;
mod m20261123_000040_usage;
mod m20261123_000050_upstream_answer;
mod m20261123_000060_job;
mod m20261126_000061_private_job;
mod m20261126_000070_lease;
mod m20261126_000071_turn;
mod m20261129_000080_audit;
mod m20261129_000081_account_moving;
mod m20261129_000082_account_wrong_code;
mod m20261129_000083_account_closed;
mod m20261129_000086_key_refusal;
mod m20261129_000090_plan_numbers;
mod m20261129_000093_account_role;
mod m20261129_000094_audit_rule;
mod m20261129_000095_notice;
mod m20261129_000096_audit_kept;

use sea_orm_migration::MigrationTrait;

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_league::Migration),
            Box::new(m20261123_000002_matches::Migration),
            Box::new(m20261123_000003_log::Migration),
            Box::new(m20261123_000010_account::Migration),
            Box::new(m20261123_000020_session::Migration),
            Box::new(m20261123_000021_account_proof::Migration),
            Box::new(m20261123_000030_key_use::Migration),
            Box::new(m20261123_000031_idempotency_key::Migration),
            Box::new(m20261123_000040_usage::Migration),
            Box::new(m20261123_000050_upstream_answer::Migration),
            Box::new(m20261123_000060_job::Migration),
            Box::new(m20261126_000061_private_job::Migration),
            Box::new(m20261126_000070_lease::Migration),
            Box::new(m20261126_000071_turn::Migration),
            Box::new(m20261129_000080_audit::Migration),
            Box::new(m20261129_000081_account_moving::Migration),
            Box::new(m20261129_000082_account_wrong_code::Migration),
            Box::new(m20261129_000083_account_closed::Migration),
            Box::new(m20261129_000086_key_refusal::Migration),
            Box::new(m20261129_000090_plan_numbers::Migration),
            Box::new(m20261129_000093_account_role::Migration),
            Box::new(m20261129_000094_audit_rule::Migration),
            Box::new(m20261129_000095_notice::Migration),
            Box::new(m20261129_000096_audit_kept::Migration),
        ]
    }
}
