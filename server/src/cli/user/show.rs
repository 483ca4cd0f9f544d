//! `user:show`

use super::{address, list};
use crate::{
    accounts::operator::{Reader, deleted_at},
    audit::{self, Query},
    cli::{CliError, audit_list, database, key, output, table},
    config::Config,
};
use entity::{
    model::AccountId,
    table::{session, user::Model},
};

/// Acts of the audit log shown with an account.
const ACTS: u64 = 20;

/// Options of `user:show`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Show {
    /// The e-mail address.
    email: String,
    /// For programs.
    #[arg(long)]
    json: bool,
}

pub(in crate::cli) async fn show(args: Show, config: Config) -> Result<(), CliError> {
    let database = database::current(&config).await?;
    let reader = Reader::new(database.clone());
    let account = reader.account(&address(&args.email)).await?;
    let keys = reader.keys(&account).await?;
    let sessions = reader.sessions(&account).await?;
    let query = Query { account: Some(AccountId(account.id)), limit: ACTS, ..Query::default() };
    let acts = audit::read(database.pool(), &query).await?;
    if args.json {
        let mut object = list::object(&account);
        object["keys"] = keys.iter().map(key::object).collect();
        object["sessions"] = sessions.len().into();
        object["audit"] = acts.iter().map(audit_list::object).collect();
        return output::line(object);
    }
    for line in about(&account, &sessions) {
        output::line(line)?;
    }
    output::line("")?;
    key::print(&keys)?;
    output::line("")?;
    audit_list::print(&acts, &reader).await
}

/// An account for people.
fn about(account: &Model, sessions: &[session::Model]) -> Vec<String> {
    let mut lines = vec![format!("{} ({})", account.email, list::state(account))];
    if let Some(why) = &account.disabled_why {
        lines.push(format!("disabled since {}: {why}", table::time(account.disabled_at)));
    }
    if let Some(at) = deleted_at(account) {
        let (closed, deleted) = (table::time(account.closed_at), table::time(Some(at)));
        lines.push(format!("closed by its owner at {closed}, deleted {deleted} with all its data"));
    }
    let factor = if account.totp_seed.is_some() { "on" } else { "off" };
    let seen = sessions.iter().map(|session| session.seen_at).max();
    lines.extend([
        format!("plan {}, role {}, second factor {factor}", account.plan, account.role),
        format!("{} sessions, last used {}", sessions.len(), table::time(seen)),
        format!("since {}, number {}", table::time(Some(account.created_at)), account.id),
    ]);
    lines
}
