//! `audit:list`

use super::{CliError, database, table, user::address};
use crate::{
    accounts::operator::Reader,
    audit::{self, Action, Query},
    config::Config,
};
use entity::{model::AccountId, table::audit::Model};
use serde_json::{Value, json};

/// Options of `audit:list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// That concern this account: its e-mail address, or its number when it is deleted.
    #[arg(long)]
    account: Option<String>,
    /// Of this kind, such as `sign_in` or `key_revoke`.
    #[arg(long, value_parser = action)]
    action: Option<Action>,
    /// Not longer ago than this: 90s, 15m, 1h, 7d.
    #[arg(long, value_parser = ago)]
    since: Option<chrono::TimeDelta>,
    /// At most so many, the latest.
    #[arg(long, default_value_t = 200)]
    limit: u64,
    /// For programs.
    #[arg(long)]
    json: bool,
}

fn action(word: &str) -> Result<Action, String> {
    let known = Action::ALL.iter().copied().find(|action| action.as_str() == word);
    known.ok_or_else(|| {
        let all: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
        format!("there are {}", all.join(", "))
    })
}

fn ago(text: &str) -> Result<chrono::TimeDelta, String> {
    let wrong = || "write a number and a unit: 90s, 15m, 1h, 7d".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let long = (number >= 0).then(|| number.checked_mul(seconds)).flatten();
    long.and_then(chrono::TimeDelta::try_seconds).ok_or_else(wrong)
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let database = database::current(&config).await?;
    let account = match args.account.as_deref() {
        None => None,
        Some(typed) => match typed.parse::<i64>() {
            Ok(number) => Some(AccountId(number)),
            Err(_) => {
                let reader = Reader::new(database.clone());
                Some(AccountId(reader.account(&address(typed)).await?.id))
            }
        },
    };
    let now = chrono::Utc::now();
    let since = args.since.and_then(|ago| now.checked_sub_signed(ago));
    let since = since.map(|at| at.timestamp_millis());
    let query = Query { account, action: args.action, since, limit: args.limit };
    let acts = audit::read(database.pool(), &query).await?;
    if args.json {
        return table::print_json(&acts.iter().map(object).collect::<Vec<_>>());
    }
    print(&acts, &Reader::new(database)).await
}

/// An act for programs.
pub(super) fn object(act: &Model) -> Value {
    json!({
        "id": act.id.to_string(), "at": table::time(Some(act.at)), "actor": act.actor,
        "action": act.action, "account_id": act.account_id.map(|id| id.to_string()),
        "target": act.target, "address": act.address, "agent": act.agent,
        "request_id": act.request_id, "result": act.result, "detail": act.detail,
    })
}

/// Acts for people.
pub(super) async fn print(acts: &[Model], reader: &Reader) -> Result<(), CliError> {
    let addresses = reader.addresses(acts.iter().filter_map(|act| act.account_id)).await?;
    // A number alone is an account that was deleted.
    let account = |id: i64| match addresses.get(&id) {
        Some(address) => format!("{id} {address}"),
        None => id.to_string(),
    };
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let rows: Vec<Vec<String>> = acts
        .iter()
        .map(|act| {
            vec![
                table::time(Some(act.at)),
                act.actor.clone(),
                act.action.clone(),
                act.result.clone(),
                act.account_id.map_or_else(|| "-".to_owned(), account),
                or_none(&act.target),
                or_none(&act.address),
                or_none(&act.detail),
            ]
        })
        .collect();
    let headings = ["AT", "WHO", "DID", "RESULT", "ACCOUNT", "TO", "FROM", "DETAIL"];
    table::print(&headings, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_while_ago_is_a_number_and_a_unit() {
        assert_eq!(ago("90s"), Ok(chrono::TimeDelta::seconds(90)));
        assert_eq!(ago("7d"), Ok(chrono::TimeDelta::days(7)));
        for odd in ["", "7", "d", "-1h", "7y", "9223372036854775807d", "1é"] {
            assert!(ago(odd).is_err(), "{odd}");
        }
    }
}
