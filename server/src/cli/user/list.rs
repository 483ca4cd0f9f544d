//! `user:list`

use crate::{
    accounts::{
        operator::{AccountLine, Filter, Reader, deleted_at},
        role::Role,
    },
    cli::{CliError, database, table},
    config::Config,
};
use entity::table::user::Model;
use serde_json::{Value, json};

/// Options of `user:list`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct List {
    /// With this in their address.
    #[arg(long)]
    search: Option<String>,
    /// On this plan.
    #[arg(long)]
    plan: Option<String>,
    /// In this role.
    #[arg(long)]
    role: Option<Role>,
    /// Disabled ones alone.
    #[arg(long)]
    disabled: bool,
    /// At most so many, the newest first.
    #[arg(long, default_value_t = 1_000)]
    limit: u64,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// How an account stands, in a word.
pub(super) fn state(account: &Model) -> &'static str {
    match (account.disabled_at, account.closed_at, account.verified_at) {
        (Some(_), _, _) => "disabled",
        (None, Some(_), _) => "closing",
        (None, None, None) => "unconfirmed",
        (None, None, Some(_)) => "active",
    }
}

/// The same, and when an account that its owner closed is deleted.
fn state_and_end(account: &Model) -> String {
    match deleted_at(account) {
        Some(at) => format!("{}, deleted {}", state(account), table::time(Some(at))),
        None => state(account).to_owned(),
    }
}

/// An account for programs.
pub(super) fn object(account: &Model) -> Value {
    json!({
        "id": account.id.to_string(), "email": account.email, "plan": account.plan,
        "role": account.role, "state": state(account),
        "two_factor": account.totp_seed.is_some(),
        "created_at": table::time(Some(account.created_at)),
        "disabled_at": account.disabled_at.map(|at| table::time(Some(at))),
        "disabled_why": account.disabled_why,
        "closed_at": account.closed_at.map(|at| table::time(Some(at))),
        "deleted_at": deleted_at(account).map(|at| table::time(Some(at))),
    })
}

pub(in crate::cli) async fn list(args: List, config: Config) -> Result<(), CliError> {
    let filter = Filter {
        search: args.search,
        plan: args.plan,
        role: args.role.map(|role| role.as_str().to_owned()),
        disabled: args.disabled,
        limit: args.limit,
    };
    let lines = Reader::new(database::current(&config).await?).list(&filter).await?;
    if args.json {
        let with_keys = |line: &AccountLine| {
            let mut object = object(&line.account);
            object["keys"] = line.keys.into();
            object
        };
        return table::print_json(&lines.iter().map(with_keys).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|AccountLine { account, keys }| {
            vec![
                account.email.clone(),
                account.id.to_string(),
                state_and_end(account),
                account.plan.clone(),
                account.role.clone(),
                if account.totp_seed.is_some() { "on" } else { "off" }.to_owned(),
                keys.to_string(),
                table::time(Some(account.created_at)),
            ]
        })
        .collect();
    table::print(&["EMAIL", "ID", "STATE", "PLAN", "ROLE", "2FA", "KEYS", "SINCE"], &rows)
}
