//! `user:show`

use super::{accounts, address, list};
use crate::{
    accounts::operator::Operator,
    audit::{self, Query},
    command::{Failure, audit_list, key, table},
    config::Config,
};
use entity::model::AccountId;

/// Acts of the audit log shown with an account.
const ACTS: u64 = 20;

/// Options of `user:show`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Show {
    /// The e-mail address.
    email: String,
    /// For programs.
    #[arg(long)]
    json: bool,
}

pub(in crate::command) async fn show(args: Show, config: Config) -> Result<(), Failure> {
    let accounts = accounts(&config).await?;
    let operator = Operator::at_the_machine(accounts.clone());
    let account = operator.account(&address(&args.email)).await?;
    let keys = operator.keys(&account.email).await?;
    let sessions = accounts.sessions.of(account.id).await?;
    let query = Query { account: Some(AccountId(account.id)), limit: ACTS, ..Query::default() };
    let acts = audit::read(accounts.users.database.pool(), &query).await?;
    if args.json {
        let mut object = list::object(&account);
        object["keys"] = keys.iter().map(key::object).collect();
        object["sessions"] = sessions.len().into();
        object["audit"] = acts.iter().map(audit_list::object).collect();
        println!("{object}");
        return Ok(());
    }
    println!("{} ({})", account.email, list::state(&account));
    if let Some(why) = &account.disabled_why {
        println!("disabled since {}: {why}", table::time(account.disabled_at));
    }
    let factor = if account.totp_seed.is_some() { "on" } else { "off" };
    println!("plan {}, role {}, second factor {factor}", account.plan, account.role);
    let seen = sessions.iter().map(|session| session.seen_at).max();
    println!("{} sessions, last used {}", sessions.len(), table::time(seen));
    println!("since {}, number {}", table::time(Some(account.created_at)), account.id);
    println!();
    key::print(&keys);
    println!();
    audit_list::print(&acts);
    Ok(())
}
