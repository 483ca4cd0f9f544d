//! `key:create`

use crate::{
    accounts::{
        keys::{By, KeyDraft, KeyError},
        operator::Operator,
    },
    command::{Failure, user::address},
    config::Config,
    service::App,
};
use entity::model::{AccountId, Scope};

/// Options of `key:create`.
#[derive(Debug, clap::Args)]
pub(in crate::command) struct Args {
    /// The account's e-mail address.
    email: String,
    /// What to call the key.
    #[arg(long)]
    name: String,
    /// What it may do, as often as wanted; everything but `keys:write` when left out.
    #[arg(long = "scope", value_parser = scope)]
    scopes: Vec<Scope>,
}

fn scope(word: &str) -> Result<Scope, String> {
    let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
    Scope::from_word(word).ok_or_else(|| format!("there are {}", all.join(", ")))
}

pub(in crate::command) async fn run(args: Args, config: Config) -> Result<(), Failure> {
    let app = App::open(config).await?;
    let operator = Operator::at_the_machine(app.accounts.clone());
    let account = operator.account(&address(&args.email)).await?;
    let scopes = match args.scopes.is_empty() {
        true => Scope::USUAL.to_vec(),
        false => args.scopes,
    };
    let draft = KeyDraft { name: args.name, scopes, ..KeyDraft::default() };
    let asked = By::Operator.at(operator.origin());
    let minted = app.keys.create(AccountId(account.id), asked, &draft).await;
    let minted = minted.map_err(|error| match error {
        KeyError::Bad(_) => Failure::Usage(format!("--name: {error}")),
        KeyError::NotFound
        | KeyError::MoreThanOwn(_)
        | KeyError::WiderThanOwn(_)
        | KeyError::Itself
        | KeyError::NoLongerAllowed
        | KeyError::TooMany(_)
        | KeyError::Revoked
        | KeyError::Unconfirmed
        | KeyError::Database(_) => Failure::Failed(error.to_string()),
    })?;
    eprintln!(
        "The token is shown this once; {} is also the key of its sockets.",
        minted.key.public_id
    );
    println!("{}", minted.token.reveal());
    Ok(())
}
