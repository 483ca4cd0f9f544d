//! `migrate`

use super::Failure;
use crate::{audit, config::Config, service::StartError, store::Database};
use clap::ValueEnum;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Direction {
    /// Bring the schema up to date.
    #[default]
    Up,
    /// Take it back by one step.
    Down,
    /// Show each step and whether it has been taken.
    Status,
}

/// Options of `migrate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which way.
    #[arg(value_enum, default_value_t)]
    direction: Direction,
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), Failure> {
    let database =
        Database::connect(&config.storage.database_url).await.map_err(StartError::from)?;
    match args.direction {
        Direction::Up => database.migrate().await?,
        Direction::Down => database.migrate_down().await?,
        Direction::Status => {}
    }
    let mut rule = false;
    for (name, applied) in database.migration_status().await? {
        println!("{} {name}", if applied { "applied" } else { "pending" });
        rule = rule || (applied && name.ends_with("_audit_rule"));
    }
    if rule && !audit::is_write_protected(&database).await? {
        println!("warning: {}", audit::UNPROTECTED);
    }
    Ok(())
}
