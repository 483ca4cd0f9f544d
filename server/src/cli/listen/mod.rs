//! `listen`: a Pusher client in the terminal.
//!
//! [`session`] is what the client knows and decides, without any I/O; [`socket`] connects, waits and
//! does what the session says; [`printer`] writes.

mod address;
mod book;
mod effect;
mod happened;
mod line;
mod printer;
mod session;
mod socket;
mod wire;

use self::{
    address::Address,
    printer::Printer,
    session::{Session, Start},
};
use super::{CliError, shutdown_signal};
use crate::config::Config;

/// Options of `listen`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to listen to: sports, sports.football, sports.football.leagues.premier-league and so on.
    #[arg(required = true, value_name = "CHANNEL")]
    channels: Vec<String>,
    /// The service, such as `https://scores.example`; absent: the one of these settings.
    #[arg(long)]
    url: Option<String>,
    /// The public id of a key, or the key of the application; absent: `REVERB_APP_KEY`.
    #[arg(long)]
    key: Option<String>,
    /// Print the data of each message, one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Print each change until told to stop, or until nobody reads of them.
pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let url = args.url.as_ref().unwrap_or(&config.bind.app_url);
    let key = args.key.as_ref().unwrap_or(&config.realtime.app_key);
    let address = Address::read(url, key)?;
    // People are told names, and changes hold only what is different.
    let start = if args.json { Start::Now } else { Start::Snapshot };
    let session = Session::new(args.channels, start);
    tokio::select! {
        () = shutdown_signal() => Ok(()),
        done = socket::follow(&address, session, Printer::new(args.json)) => done,
    }
}
