//! `mail:test`

use super::Failure;
use crate::{
    accounts::email::Email,
    config::Config,
    mail::{Mail, Mailer, Taken},
};

/// Options of `mail:test`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom to send a letter to.
    email: String,
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), Failure> {
    let to = Email::read(&args.email)
        .map_err(|why| Failure::Usage(format!("EMAIL={} cannot be used: {why}", args.email)))?;
    let mailer = Mailer::open(&config)
        .map_err(|why| Failure::Usage(format!("MAIL_URL cannot be used: {why}")))?;
    let mail = Mail {
        to: to.as_str().to_owned(),
        subject: "A letter to try the way".to_owned(),
        text: format!(
            "This letter was sent by `bts-guru mail:test` of {}.\nIf you read it, letters leave.\n",
            config.bind.app_url
        ),
    };
    match mailer.send(&mail).await {
        Ok(Taken::Server(answer)) => println!("The mail server took the letter: {answer}"),
        Ok(Taken::File(path)) => {
            println!("MAIL_URL is not set, so the letter was written to {}", path.display());
        }
        Err(error) => return Err(Failure::Failed(format!("{error}; check MAIL_URL"))),
    }
    Ok(())
}
