//! `user:plan`, `user:role`, `user:promote`, `user:disable`, `user:enable`, `user:two-factor-off`,
//! `user:sessions-end` and `user:delete`

use super::address;
use crate::{
    accounts::{operator::Act, role::Role},
    cli::{CliError, database::operator, output},
    config::Config,
};

/// An account.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Named {
    /// The e-mail address.
    email: String,
}

/// Options of `user:plan`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Plan {
    /// The e-mail address.
    email: String,
    /// The plan.
    plan: String,
}

/// Options of `user:role`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SetRole {
    /// The e-mail address.
    email: String,
    /// customer, viewer, operator or admin.
    role: Role,
    /// Even where nobody would be left to look after the service.
    #[arg(long)]
    force: bool,
}

/// Options of `user:disable`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Disable {
    /// The e-mail address.
    email: String,
    /// Why, in a sentence; the account's owner reads it when signing in.
    #[arg(long)]
    why: String,
    /// Even where nobody would be left to look after the service.
    #[arg(long)]
    force: bool,
}

/// Options of `user:delete`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Delete {
    /// The e-mail address.
    email: String,
    /// Even where nobody would be left to look after the service.
    #[arg(long)]
    force: bool,
}

pub(in crate::cli) async fn plan(args: Plan, config: Config) -> Result<(), CliError> {
    let row = operator(&config).await?.set_plan(&address(&args.email), &args.plan).await?;
    output::line(format_args!("{} has the plan {} from now on.", row.email, row.plan))
}

pub(in crate::cli) async fn role(args: SetRole, config: Config) -> Result<(), CliError> {
    let operator = operator(&config).await?.forced(args.force);
    match operator.set_role(&address(&args.email), args.role).await? {
        Act::Done(row) => {
            output::line(format_args!("{} has the role {} from now on.", row.email, row.role))
        }
        Act::Already(row) => unchanged(&row.email, &format!("has the role {} already", row.role)),
    }
}

pub(in crate::cli) async fn promote(args: Named, config: Config) -> Result<(), CliError> {
    let act = operator(&config).await?.set_role(&address(&args.email), Role::Admin).await?;
    let row = match act {
        Act::Done(row) => {
            output::line(format_args!(
                "{} looks after the service from now on; a second factor is asked of them.",
                row.email
            ))?;
            row
        }
        Act::Already(row) => {
            unchanged(&row.email, "looks after the service already")?;
            row
        }
    };
    match row.disabled_at {
        None => Ok(()),
        Some(_) => output::line(format_args!(
            "The account is disabled, so nobody signs in to it; user:enable {} lets it in again.",
            row.email
        )),
    }
}

pub(in crate::cli) async fn disable(args: Disable, config: Config) -> Result<(), CliError> {
    let why = args.why.trim();
    if why.is_empty() {
        return Err(CliError::Usage("--why is empty: write the reason in a sentence".to_owned()));
    }
    let operator = operator(&config).await?.forced(args.force);
    match operator.disable(&address(&args.email), why).await? {
        Act::Done(row) => output::line(format_args!(
            "{} is disabled: signed out, keys refused and sockets closed everywhere within 2 s. \
             user:enable {} undoes it.",
            row.email, row.email
        )),
        Act::Already(row) => unchanged(&row.email, "is disabled already, for this reason"),
    }
}

pub(in crate::cli) async fn enable(args: Named, config: Config) -> Result<(), CliError> {
    match operator(&config).await?.enable(&address(&args.email)).await? {
        Act::Done(row) => output::line(format_args!(
            "{} may sign in again, and keys that were not revoked work.",
            row.email
        )),
        Act::Already(row) => unchanged(&row.email, "is not disabled"),
    }
}

pub(in crate::cli) async fn two_factor_off(args: Named, config: Config) -> Result<(), CliError> {
    match operator(&config).await?.two_factor_off(&address(&args.email)).await? {
        Act::Done(row) => output::line(format_args!(
            "{} signs in with the password alone from now on, and was told by letter.",
            row.email
        )),
        Act::Already(row) => unchanged(&row.email, "has no second factor"),
    }
}

/// Say what was so already.
fn unchanged(email: &str, so: &str) -> Result<(), CliError> {
    output::line(format_args!("{email} {so}; nothing was changed."))
}

pub(in crate::cli) async fn sessions_end(args: Named, config: Config) -> Result<(), CliError> {
    let email = address(&args.email);
    let ended = operator(&config).await?.end_sessions(&email).await?;
    output::line(format_args!("{email} is signed out everywhere: {ended} sessions ended."))
}

pub(in crate::cli) async fn delete(args: Delete, config: Config) -> Result<(), CliError> {
    let email = address(&args.email);
    operator(&config).await?.forced(args.force).delete(&email).await?;
    output::line(format_args!("{email} is deleted with all that was kept of it."))
}
