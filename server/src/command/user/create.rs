//! `user:create`

use super::accounts;
use crate::{
    accounts::{email::Email, first, operator::Operator, password::Password, user::FIRST_PLAN},
    command::Failure,
    config::Config,
};
use entity::table::plan;
use sea_orm::EntityTrait;

/// Options of `user:create`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Create {
    /// The e-mail address.
    email: String,
    /// May look after the service.
    #[arg(long)]
    admin: bool,
    /// The plan.
    #[arg(long, default_value = FIRST_PLAN)]
    plan: String,
}

fn read(text: &str) -> Result<Email, Failure> {
    Email::read(text).map_err(|why| Failure::Usage(format!("EMAIL={text} cannot be used: {why}")))
}

pub(in crate::command) async fn create(args: Create, config: Config) -> Result<(), Failure> {
    let email = read(&args.email)?;
    let accounts = accounts(&config).await?;
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
            Operator::at_the_machine(accounts.clone()).note_account(&row).await?;
            println!("{} may sign in with the password {password} (shown this once).", row.email);
            Ok(())
        }
        None => Err(Failure::Failed(format!(
            "{} has an account already; nothing was changed",
            email.as_str()
        ))),
    }
}
