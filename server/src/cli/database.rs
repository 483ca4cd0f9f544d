//! The database of a command.

use super::CliError;
use crate::{
    accounts::{Accounts, operator::Operator, secret::AppKey},
    clock::Clock,
    config::{Config, without_password},
    error::StartError,
    queue::Queue,
    store::Database,
};

/// The database for a command that writes, its schema brought up to date, and the queue in it.
pub(super) async fn open(config: &Config) -> Result<(Database, Queue), CliError> {
    let database =
        Database::connect(&config.storage.database_url).await.map_err(StartError::from)?;
    database.migrate().await?;
    let queue = Queue::new(database.clone(), Clock::Real);
    Ok((database, queue))
}

/// The database as it is, for a command that looks at it: nothing is made and nothing is changed.
pub(super) async fn existing(config: &Config) -> Result<Database, CliError> {
    let url = &config.storage.database_url;
    let found = Database::existing(url).await.map_err(StartError::from)?;
    found.ok_or_else(|| {
        CliError::Failed(format!(
            "there is no database at {} yet; `bts-guru migrate up` makes one, and so does \
             `bts-guru serve`",
            without_password(url)
        ))
    })
}

/// The same for a command that reads more than the schema, which has to be that of this build.
pub(super) async fn current(config: &Config) -> Result<Database, CliError> {
    let database = existing(config).await?;
    match database.migration_status().await?.iter().filter(|(_, applied)| !applied).count() {
        0 => Ok(database),
        steps => Err(CliError::Failed(format!(
            "the schema of the database is {steps} steps behind; `bts-guru migrate up` takes them"
        ))),
    }
}

/// Whoever runs this command, at work, and the queue. The database has to be there; its schema is
/// brought up to date. What is wrong with the settings is said before anything is made.
pub(super) async fn at_work(config: &Config) -> Result<(Operator, Queue), CliError> {
    AppKey::check(config).map_err(StartError::accounts)?;
    existing(config).await?;
    begin_work(config).await
}

/// The same for a command that may be the first one of an installation.
pub(super) async fn founder(config: &Config) -> Result<Operator, CliError> {
    AppKey::check(config).map_err(StartError::accounts)?;
    Ok(begin_work(config).await?.0)
}

async fn begin_work(config: &Config) -> Result<(Operator, Queue), CliError> {
    let (database, queue) = open(config).await?;
    let accounts = Accounts::open(config, database, queue.clone()).map_err(StartError::accounts)?;
    Ok((Operator::at_the_machine(accounts), queue))
}

/// Whoever runs this command, at work.
pub(super) async fn operator(config: &Config) -> Result<Operator, CliError> {
    Ok(at_work(config).await?.0)
}
