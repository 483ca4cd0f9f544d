//! Everything about accounts in one place.

use super::{
    mail::{self, Mail, Outbox},
    password::Hasher,
    secret::AppKey,
    session::Sessions,
    throttle::Throttle,
    token,
    user::Users,
};
use crate::{config::Config, store::Database};
use sea_orm::DbErr;
use std::{path::PathBuf, sync::Arc};

/// The parts of the accounts. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    /// The rows.
    pub users: Users,
    /// Who is signed in.
    pub sessions: Sessions,
    /// The application's key.
    pub key: AppKey,
    /// Where letters are kept when there is no mail server.
    pub mail_folder: Option<PathBuf>,
    /// How the outside reaches the service.
    pub app_url: String,
    /// A demonstration asks no second factor of its admin.
    pub demonstration: bool,
    pub(super) throttle: Arc<Throttle>,
    outbox: Arc<dyn Outbox>,
}

impl Accounts {
    /// Over this database.
    pub fn open(config: &Config, database: Database) -> Result<Self, String> {
        let key = AppKey::load(config).map_err(|error| {
            format!("the key that signs cookies cannot be kept: {error}; set APP_KEY or DATA_DIR")
        })?;
        let (outbox, mail_folder) = mail::outbox(config)
            .map_err(|error| format!("MAIL_URL cannot be used: {error}; write smtp://host:port"))?;
        Ok(Self {
            users: Users { database: database.clone(), hasher: Hasher::default() },
            sessions: Sessions::new(database),
            key,
            mail_folder,
            app_url: config.bind.app_url.clone(),
            demonstration: config.upstream.demonstration(),
            throttle: Arc::default(),
            outbox,
        })
    }

    /// The same accounts with letters leaving another way.
    #[must_use]
    pub fn with_outbox(mut self, outbox: Arc<dyn Outbox>) -> Self {
        self.outbox = outbox;
        self
    }

    /// Send a letter; nobody waits for it.
    pub(super) fn post(&self, mail: Mail) {
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            if let Err(error) = outbox.send(mail).await {
                tracing::error!(%error, "a letter did not leave");
            }
        });
    }

    /// Make a link and send it; nobody waits for it, so nobody can tell whether there was one.
    pub(super) fn post_link(
        &self,
        account_id: i64,
        kind: token::Kind,
        detail: Option<String>,
        write: impl FnOnce(&str) -> Mail + Send + 'static,
    ) {
        let accounts = self.clone();
        tokio::spawn(async move {
            let issued = token::issue(&accounts.users.database, account_id, kind, detail).await;
            match issued {
                Ok(token) => accounts.post(write(&accounts.link(kind, &token))),
                Err(error) => tracing::error!(%error, "a link could not be made"),
            }
        });
    }

    fn link(&self, kind: token::Kind, token: &str) -> String {
        let page = match kind {
            token::Kind::Verify | token::Kind::Email => "verify",
            token::Kind::Reset => "reset",
        };
        format!("{}/{page}?token={token}", self.app_url)
    }

    /// Remove sessions and links that are over.
    pub async fn prune(&self) -> Result<(), DbErr> {
        prune(&self.users.database).await
    }
}

/// Remove sessions and links that are over.
pub async fn prune(database: &Database) -> Result<(), DbErr> {
    Sessions::new(database.clone()).prune().await?;
    token::prune(database).await
}
