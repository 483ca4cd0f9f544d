//! `user:*`: accounts.

mod change;
mod create;
mod list;
mod show;

pub(super) use change::{Delete, Disable, Named, Plan, SetRole};
pub(super) use change::{
    delete, disable, enable, plan, promote, role, sessions_end, two_factor_off,
};
pub(super) use create::{Create, create};
pub(super) use list::{List, list};
pub(super) use show::{Show, show};

use super::Failure;
use crate::{
    accounts::{
        Accounts,
        operator::{Operator, OperatorError},
    },
    clock::Clock,
    config::Config,
    queue::Queue,
    service::StartError,
    store::Database,
};

impl From<OperatorError> for Failure {
    fn from(error: OperatorError) -> Self {
        Failure::Failed(error.to_string())
    }
}

/// The database, its schema brought up to date, and the queue in it.
pub(super) async fn database(config: &Config) -> Result<(Database, Queue), Failure> {
    let database =
        Database::connect(&config.storage.database_url).await.map_err(StartError::from)?;
    database.migrate().await?;
    let queue = Queue::new(database.clone(), Clock::Real);
    Ok((database, queue))
}

pub(super) async fn accounts(config: &Config) -> Result<Accounts, Failure> {
    let (database, queue) = database(config).await?;
    Ok(Accounts::open(config, database, queue).map_err(StartError::Accounts)?)
}

/// Whoever runs this command.
pub(super) async fn operator(config: &Config) -> Result<Operator, Failure> {
    Ok(Operator::at_the_machine(accounts(config).await?))
}

/// An address as accounts have it.
pub(super) fn address(typed: &str) -> String {
    typed.trim().to_lowercase()
}
