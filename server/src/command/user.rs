//! `user:create` and `user:promote`

use super::Failure;
use crate::{
    accounts::{Accounts, email::Email, first, password::Password, user::FIRST_PLAN},
    clock::Clock,
    config::Config,
    queue::Queue,
    service::StartError,
    store::Database,
};
use entity::table::{plan, user::Column};
use sea_orm::EntityTrait;

/// Options of `user:create`.
#[derive(Debug, clap::Args)]
pub(super) struct Create {
    /// The e-mail address.
    email: String,
    /// May look after the service.
    #[arg(long)]
    admin: bool,
    /// The plan.
    #[arg(long, default_value = FIRST_PLAN)]
    plan: String,
}

/// Options of `user:promote`.
#[derive(Debug, clap::Args)]
pub(super) struct Promote {
    /// The e-mail address.
    email: String,
}

async fn open(config: &Config) -> Result<Accounts, Failure> {
    let database =
        Database::connect(&config.storage.database_url).await.map_err(StartError::from)?;
    database.migrate().await?;
    let queue = Queue::new(database.clone(), Clock::Real);
    Ok(Accounts::open(config, database, queue).map_err(StartError::Accounts)?)
}

fn read(text: &str) -> Result<Email, Failure> {
    Email::read(text).map_err(|why| Failure::Usage(format!("EMAIL={text} cannot be used: {why}")))
}

pub(super) async fn create(args: Create, config: Config) -> Result<(), Failure> {
    let email = read(&args.email)?;
    let accounts = open(&config).await?;
    let known = plan::Entity::find().all(accounts.users.database.pool()).await?;
    if !known.iter().any(|plan| plan.name == args.plan) {
        let names: Vec<String> = known.into_iter().map(|plan| plan.name).collect();
        let names = names.join(", ");
        let line = format!("--plan {} cannot be used: choose one of {names}", args.plan);
        return Err(Failure::Usage(line));
    }
    let password = first::word();
    let hash = accounts.users.hasher.hash(Password::typed(password.clone())).await;
    let hash = hash.map_err(|error| Failure::Failed(error.to_string()))?;
    match accounts.users.add(&email, hash, args.admin, &args.plan, true).await? {
        Some(row) => {
            println!("{} may sign in with the password {password} (shown this once).", row.email);
            Ok(())
        }
        None => Err(Failure::Failed(format!(
            "{} has an account already; nothing was changed",
            email.as_str()
        ))),
    }
}

pub(super) async fn promote(args: Promote, config: Config) -> Result<(), Failure> {
    let email = read(&args.email)?;
    let accounts = open(&config).await?;
    let found = accounts.users.find(email.as_str()).await?;
    let row = found.ok_or_else(|| {
        let email = email.as_str();
        Failure::Failed(format!(
            "{email} has no account; make one with user:create {email} --admin"
        ))
    })?;
    accounts.users.set(row.id, Column::IsAdmin, true).await?;
    println!(
        "{} looks after the service from now on; a second factor is asked of them.",
        row.email
    );
    Ok(())
}
