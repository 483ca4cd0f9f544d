//! `key:*`: keys of accounts.

mod create;

pub(super) use create::{Args as Create, run as create};

use super::{
    CliError,
    database::{current, operator},
    output, table,
    user::address,
};
use crate::{
    accounts::operator::{Act, Reader},
    config::Config,
};
use entity::table::api_key::Model;
use serde_json::{Value, json};

/// Options of `key:list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// The account's e-mail address.
    email: String,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `key:revoke`.
#[derive(Debug, clap::Args)]
pub(super) struct Revoke {
    /// The key's public id, eight characters; the token itself is never asked for.
    public_id: String,
}

pub(super) async fn list(args: List, config: Config) -> Result<(), CliError> {
    let reader = Reader::new(current(&config).await?);
    let keys = reader.keys(&reader.account(&address(&args.email)).await?).await?;
    if args.json {
        table::print_json(&keys.iter().map(object).collect::<Vec<_>>())
    } else {
        print(&keys)
    }
}

pub(super) async fn revoke(args: Revoke, config: Config) -> Result<(), CliError> {
    match operator(&config).await?.revoke(args.public_id.trim()).await? {
        Act::Done(key) => output::line(format_args!(
            "{} (“{}”) is revoked for good: refused, and its sockets closed, everywhere within 2 s.",
            key.public_id, key.name
        )),
        Act::Already(key) => output::line(format_args!(
            "{} (“{}”) was revoked already; nothing was changed.",
            key.public_id, key.name
        )),
    }
}

/// How a key stands, in a word.
fn state(key: &Model) -> &'static str {
    let now = chrono::Utc::now().timestamp_millis();
    if key.revoked_at.is_some() {
        "revoked"
    } else if key.disabled_at.is_some() {
        "switched off"
    } else if key.expires_at.is_some_and(|at| at <= now) {
        "expired"
    } else {
        "active"
    }
}

/// A key for programs.
pub(super) fn object(key: &Model) -> Value {
    json!({
        "public_id": key.public_id, "name": key.name, "state": state(key),
        "scopes": key.scopes.split_ascii_whitespace().collect::<Vec<_>>(),
        "addresses": key.addresses, "origins": key.origins,
        "created_at": table::time(Some(key.created_at)),
        "expires_at": key.expires_at.map(|at| table::time(Some(at))),
        "last_used_at": key.last_used_at.map(|at| table::time(Some(at))),
        "last_used_from": key.last_used_from,
        "revoked_at": key.revoked_at.map(|at| table::time(Some(at))),
    })
}

/// Keys for people.
pub(super) fn print(keys: &[Model]) -> Result<(), CliError> {
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|key| {
            vec![
                key.public_id.clone(),
                key.name.clone(),
                state(key).to_owned(),
                key.scopes.clone(),
                table::time(key.last_used_at),
                key.last_used_from.clone().unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    table::print(&["KEY", "NAME", "STATE", "SCOPES", "LAST USED", "FROM"], &rows)
}
