//! `user:plan`, `user:role`, `user:promote`, `user:disable`, `user:enable`, `user:two-factor-off`,
//! `user:sessions-end` and `user:delete`

use super::{address, operator};
use crate::{accounts::role::Role, command::Failure, config::Config};

/// An account.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Named {
    /// The e-mail address.
    email: String,
}

/// Options of `user:plan`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Plan {
    /// The e-mail address.
    email: String,
    /// The plan.
    plan: String,
}

/// Options of `user:role`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct SetRole {
    /// The e-mail address.
    email: String,
    /// customer, viewer, operator or admin.
    role: Role,
}

/// Options of `user:disable`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Disable {
    /// The e-mail address.
    email: String,
    /// Why, in a sentence; the account's owner reads it when signing in.
    #[arg(long)]
    why: String,
}

/// Options of `user:delete`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Delete {
    /// The e-mail address.
    email: String,
}

pub(in crate::command) async fn plan(args: Plan, config: Config) -> Result<(), Failure> {
    let row = operator(&config).await?.set_plan(&address(&args.email), &args.plan).await?;
    println!("{} has the plan {} from now on.", row.email, row.plan);
    Ok(())
}

pub(in crate::command) async fn role(args: SetRole, config: Config) -> Result<(), Failure> {
    let row = operator(&config).await?.set_role(&address(&args.email), args.role).await?;
    println!("{} has the role {} from now on.", row.email, row.role);
    Ok(())
}

pub(in crate::command) async fn promote(args: Named, config: Config) -> Result<(), Failure> {
    let row = operator(&config).await?.set_role(&address(&args.email), Role::Admin).await?;
    println!(
        "{} looks after the service from now on; a second factor is asked of them.",
        row.email
    );
    Ok(())
}

pub(in crate::command) async fn disable(args: Disable, config: Config) -> Result<(), Failure> {
    let why = args.why.trim();
    if why.is_empty() {
        return Err(Failure::Usage("--why is empty: write the reason in a sentence".to_owned()));
    }
    let row = operator(&config).await?.disable(&address(&args.email), why).await?;
    println!(
        "{} is disabled: signed out, keys refused and sockets closed everywhere within 2 s. \
         user:enable {} undoes it.",
        row.email, row.email
    );
    Ok(())
}

pub(in crate::command) async fn enable(args: Named, config: Config) -> Result<(), Failure> {
    let row = operator(&config).await?.enable(&address(&args.email)).await?;
    println!("{} may sign in again, and keys that were not revoked work.", row.email);
    Ok(())
}

pub(in crate::command) async fn two_factor_off(args: Named, config: Config) -> Result<(), Failure> {
    let row = operator(&config).await?.two_factor_off(&address(&args.email)).await?;
    println!("{} signs in with the password alone from now on, and was told by letter.", row.email);
    Ok(())
}

pub(in crate::command) async fn sessions_end(args: Named, config: Config) -> Result<(), Failure> {
    let email = address(&args.email);
    let ended = operator(&config).await?.end_sessions(&email).await?;
    println!("{email} is signed out everywhere: {ended} sessions ended.");
    Ok(())
}

pub(in crate::command) async fn delete(args: Delete, config: Config) -> Result<(), Failure> {
    let email = address(&args.email);
    operator(&config).await?.delete(&email).await?;
    println!("{email} is deleted with all that was kept of it.");
    Ok(())
}
