//! `user:create`

use crate::{
    accounts::user::FIRST_PLAN,
    cli::{CliError, database::founder, output},
    config::Config,
    credentials::email::Email,
};

/// Options of `user:create`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Create {
    /// The e-mail address.
    email: String,
    /// May look after the service.
    #[arg(long)]
    admin: bool,
    /// The plan.
    #[arg(long, default_value = FIRST_PLAN)]
    plan: String,
}

fn read(text: &str) -> Result<Email, CliError> {
    Email::read(text).map_err(|why| CliError::Usage(format!("EMAIL={text} cannot be used: {why}")))
}

pub(in crate::cli) async fn create(args: Create, config: Config) -> Result<(), CliError> {
    let email = read(&args.email)?;
    let operator = founder(&config).await?;
    let (row, password) = operator.create(&email, args.admin, &args.plan).await?;
    output::line(format_args!(
        "{} may sign in with the password {password} (shown this once).",
        row.email
    ))
}
