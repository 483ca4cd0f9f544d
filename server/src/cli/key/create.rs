//! `key:create`

use crate::{
    accounts::{
        keys::{KeyDraft, KeyError},
        operator::OperatorError,
    },
    cli::{CliError, database::operator, output, user::address},
    config::Config,
};
use entity::model::Scope;

/// Options of `key:create`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
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
    let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    Scope::from_word(word).ok_or_else(|| format!("there are {}", all.join(", ")))
}

pub(in crate::cli) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let scopes = match args.scopes.is_empty() {
        true => Scope::USUAL.to_vec(),
        false => args.scopes,
    };
    let draft = KeyDraft { name: args.name, scopes, ..KeyDraft::default() };
    let operator = operator(&config).await?;
    let made = operator.create_key(&address(&args.email), &draft, config.clock.now()).await;
    let (key, token) = made.map_err(|error| match error {
        OperatorError::Key(KeyError::Bad(_)) => CliError::Usage(format!("--name: {error}")),
        other => CliError::from(other),
    })?;
    output::aside(format_args!(
        "The token is shown this once; {} is also the key of its sockets.",
        key.public_id
    ));
    output::line(token.reveal())
}
