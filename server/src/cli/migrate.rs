//! `migrate`

use super::{CliError, database, output};
use crate::{audit, config::Config};
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

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let database = match args.direction {
        Direction::Up => database::open(&config).await?.0,
        Direction::Down | Direction::Status => database::existing(&config).await?,
    };
    if args.direction == Direction::Down {
        database.migrate_down().await?;
    }
    let mut rule = false;
    for (name, applied) in database.migration_status().await? {
        let word = if applied { "applied" } else { "pending" };
        output::line(format_args!("{word} {name}"))?;
        rule = rule || (applied && name.ends_with("_audit_kept"));
    }
    if rule && !audit::is_write_protected(&database).await? {
        output::line(format_args!("warning: {}", audit::UNPROTECTED))?;
    }
    Ok(())
}
