//! Everything about accounts in one place.

use super::SendMail;
use super::{
    emails::AccountEmail,
    password::Hasher,
    proof::Proofs,
    secret::{AppKey, AppKeyError},
    session::Sessions,
    throttle::Throttle,
    token,
    turns::{Room, Turns},
    user::Users,
};
use crate::{
    config::Config,
    limits::Limiter,
    mail,
    net::Network,
    queue::{Queue, QueueError},
    store::Database,
};
use sea_orm::{ConnectionTrait, DbErr};
use std::{net::IpAddr, path::PathBuf, sync::Arc};

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
    /// How often somebody may try.
    pub(crate) throttle: Throttle,
    /// What is asked for where a throttle is empty.
    pub(crate) proofs: Proofs,
    /// Turns at drawing pages for those who try too often: few at once, so that a flood of refusals
    /// is no work that others wait for; a crowd that registers comes after everybody else.
    pub(crate) drawing: Turns,
    queue: Queue,
}

impl Accounts {
    /// Over this database; letters go into `queue`.
    pub fn open(config: &Config, database: Database, queue: Queue) -> Result<Self, AppKeyError> {
        let key = AppKey::load(config)?;
        Ok(Self {
            users: Users { database: database.clone(), hasher: Hasher::default() },
            sessions: Sessions::new(database),
            throttle: Throttle::new(key.clone()),
            proofs: Proofs::new(key.clone()),
            drawing: Turns::new(Room { at_once: 1, line: 8, later: 64 }),
            key,
            mail_folder: mail::folder(config),
            app_url: config.bind.app_url.clone(),
            demonstration: config.upstream.demonstration(),
            queue,
        })
    }

    /// The same, with its throttles kept where all processes see them.
    #[must_use]
    pub fn throttled_by(mut self, limiter: Arc<dyn Limiter>) -> Self {
        self.throttle.kept_by(limiter);
        self
    }

    /// The same, for somebody at an address: passwords are hashed in the line of their network.
    #[must_use]
    pub(crate) fn at(mut self, address: IpAddr) -> Self {
        if let Some(widest) = Network::of(address).last() {
            self.users.hasher = self.users.hasher.of(widest);
        }
        self
    }

    /// Post a letter.
    pub(crate) async fn post(&self, letter: AccountEmail) -> Result<(), QueueError> {
        self.queue.enqueue(&self.job(letter)).await.map(drop)
    }

    /// Post a letter with the transaction that is the reason for it. Call [`Accounts::posted`] once
    /// that is committed.
    pub(crate) async fn post_with(
        &self,
        transaction: &impl ConnectionTrait,
        letter: AccountEmail,
    ) -> Result<(), QueueError> {
        self.queue.enqueue_in(transaction, &self.job(letter)).await.map(drop)
    }

    fn job(&self, letter: AccountEmail) -> SendMail {
        SendMail { letter, app_url: self.app_url.clone() }
    }

    /// Letters were committed.
    pub(crate) fn posted(&self) {
        self.queue.wake();
    }

    /// Tell the owner what a transaction does to an account. Call [`Accounts::posted`] once that is
    /// committed.
    pub(crate) async fn tell_with(
        &self,
        transaction: &impl ConnectionTrait,
        email: &str,
        what: &str,
    ) -> Result<(), QueueError> {
        let letter = AccountEmail::Changed { email: email.to_owned(), what: what.to_owned() };
        self.post_with(transaction, letter).await
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
