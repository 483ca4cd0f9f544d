//! Why the service cannot start, in one line that says how to mend it.

use crate::{mail::MailerError, store::DatabaseError};
use entity::model::Sport;
use sea_orm::DbErr;
use upstream::client::ClientConfigError;

/// The service could not be built.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database does not open.
    #[error("{0}; check DATABASE_URL and DATA_DIR")]
    Database(#[from] DatabaseError),
    /// The database opens but cannot be used.
    #[error(
        "the database cannot be used: {}; check DATABASE_URL, or bring the schema up to date with `bts-guru migrate up`",
        crate::store::database::root_cause(.0)
    )]
    Schema(#[from] DbErr),
    /// The realtime engine does not start.
    #[error("the realtime engine cannot start: {0}")]
    Realtime(std::io::Error),
    /// An upstream's address or key cannot be used.
    #[error(
        "the upstream of {sport} cannot be used: {source}; check RAPIDAPI_KEY and RAPIDAPI_BASE_URL"
    )]
    Upstream { sport: Sport, source: ClientConfigError },
    /// The address to listen on cannot be had.
    #[error("{setting} cannot be used: {address} {why}")]
    Bind {
        /// The setting at fault, and what it says.
        setting: String,
        /// The whole address.
        address: std::net::SocketAddr,
        /// Why, and how to mend it.
        why: String,
    },
    /// The accounts cannot be set up.
    #[error(transparent)]
    Accounts(Box<dyn std::error::Error + Send + Sync>),
    /// Mails have no way out.
    #[error("MAIL_URL cannot be used: {0}; write smtp://host:port")]
    Mail(#[from] MailerError),
    /// The built-in simulator does not start.
    #[error("the built-in simulator cannot start: {0}")]
    Simulator(std::io::Error),
}

impl StartError {
    /// The accounts cannot be set up: why, they say in a type of their own, which stands above.
    pub fn accounts(why: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Accounts(Box::new(why))
    }
}
