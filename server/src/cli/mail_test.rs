//! `mail:test`

use super::{CliError, output};
use crate::{
    accounts::operator::note_letter,
    config::Config,
    credentials::email::Email,
    mail::{Accepted, Mail, Mailer},
    store::Database,
};

/// Options of `mail:test`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom to send a letter to.
    email: String,
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let to = Email::read(&args.email)
        .map_err(|why| CliError::Usage(format!("EMAIL={} cannot be used: {why}", args.email)))?;
    let mailer = Mailer::open(&config)
        .map_err(|why| CliError::Usage(format!("MAIL_URL cannot be used: {why}")))?;
    let mail = Mail {
        to: to.as_str().to_owned(),
        subject: "A letter to try the way".to_owned(),
        text: format!(
            "This letter was sent by `bts-guru mail:test` of {}.\nIf you read it, letters leave.\n",
            config.bind.app_url
        ),
    };
    let sent = mailer.send(&mail).await;
    let failure = sent.as_ref().err().map(ToString::to_string);
    note(&config, to.as_str(), failure.as_deref()).await;
    match sent {
        Ok(Accepted::Server(answer)) => {
            output::line(format_args!("The mail server took the letter: {answer}"))
        }
        Ok(Accepted::File(path)) => {
            let path = path.display();
            output::line(format_args!("MAIL_URL is not set, so the letter was written to {path}"))
        }
        Err(error) => Err(CliError::Failed(format!("{error}; check MAIL_URL"))),
    }
}

/// Write the act down where there is a database. A letter needs none, so none is made for it.
async fn note(config: &Config, to: &str, failure: Option<&str>) {
    match Database::existing(&config.storage.database_url).await {
        Ok(Some(database)) => note_letter(&database, to, failure).await,
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the letter is not in the audit log"),
    }
}
