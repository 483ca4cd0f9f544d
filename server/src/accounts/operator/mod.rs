//! An operator's means: what is done to accounts and keys by those who look after the service.
//!
//! Each act is one transaction that is also written to the audit log. It needs the database alone:
//! a process that serves reads sessions at every request and changed keys every second, so that
//! what is done here holds everywhere within two seconds.

mod account;
mod create;
mod key;
mod leave;
mod letter;
mod plan;
mod queue;
mod read;

pub(crate) use super::close::deleted_at;
pub use letter::note_letter;
pub use read::{AccountLine, Filter, Reader};

use super::{Accounts, clear, keys::KeyError, last_admin, password::HashError};
use crate::{
    audit::{Action, Actor, Entry, Origin},
    queue::QueueError,
};
use entity::{
    model::AccountId,
    table::{
        session,
        user::{self, Model},
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
};

/// Somebody who looks after the service, at work. Cheap to clone.
#[derive(Clone)]
pub struct Operator {
    accounts: Accounts,
    actor: Actor,
    /// Who that is, for the audit log.
    note: String,
    /// Goes on where nobody would be left to look after the service.
    forced: bool,
}

/// What came of an act that may have nothing to change.
#[derive(Clone, Debug)]
pub enum Act<T> {
    /// It was done, and is in the audit log.
    Done(T),
    /// It was so already: nothing was changed, and nothing is written down.
    Already(T),
}

/// Why an act was not done; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// Nobody has this address.
    #[error("{0} has no account; `bts-guru user:list` shows who has")]
    NoAccount(String),
    /// Somebody has this address already.
    #[error("{0} has an account already; nothing was changed")]
    Taken(String),
    /// Nobody would be left to look after the service.
    #[error(
        "{0} is the only admin who can sign in; promote another with `bts-guru user:promote EMAIL` \
         first, or say --force"
    )]
    LastAdmin(String),
    /// The account is disabled.
    #[error(
        "{0} is disabled, so its keys are refused; `bts-guru user:enable {0}` lets it in again"
    )]
    Disabled(String),
    /// An account cannot have a plan of this name.
    #[error("no account can have the plan “{name}”; choose one of {}", known.join(", "))]
    NoPlan {
        /// As asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No key has this public id.
    #[error("no key has the public id {0}; `bts-guru key:list EMAIL` shows those of an account")]
    NoKey(String),
    /// The key cannot be made.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error("the database did not answer as it should: {0}")]
    Database(#[from] DbErr),
    /// A letter could not be posted.
    #[error("the letter that belongs to it could not be posted: {0}")]
    Letter(#[from] QueueError),
}

impl Operator {
    /// Whoever runs commands on this machine.
    pub fn at_the_machine(accounts: Accounts) -> Self {
        Self { accounts, actor: Actor::Operator, note: note(), forced: false }
    }

    /// The same; with `forced`, what would leave nobody to look after the service is done too.
    #[must_use]
    pub fn forced(self, forced: bool) -> Self {
        Self { forced, ..self }
    }

    /// Refuse to take the last one away who looks after the service.
    async fn spare(
        &self,
        transaction: &DatabaseTransaction,
        row: &Model,
    ) -> Result<(), OperatorError> {
        if !self.forced && last_admin::is_last(transaction, row).await? {
            return Err(OperatorError::LastAdmin(row.email.clone()));
        }
        Ok(())
    }

    /// An act, as the audit log has it.
    fn act(&self, action: Action) -> Entry {
        Entry::new(action, self.actor.clone())
    }

    /// An act on an account, as the audit log has it.
    fn entry(&self, action: Action, account: i64, what: &str) -> Entry {
        let detail = match what {
            "" => self.note.clone(),
            what => format!("{what}; {}", self.note),
        };
        self.act(action).on(AccountId(account)).detail(detail)
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.accounts.users.database.begin().await
    }

    /// The account of that address, locked until the transaction ends.
    async fn locked(
        &self,
        transaction: &DatabaseTransaction,
        email: &str,
    ) -> Result<Model, OperatorError> {
        let found = user::Entity::find()
            .filter(user::Column::Email.eq(email))
            .lock_exclusive()
            .one(transaction)
            .await?;
        found.ok_or_else(|| OperatorError::NoAccount(email.to_owned()))
    }

    /// From where: who runs the command, in place of a program.
    fn origin(&self) -> Origin {
        Origin { address: None, agent: Some(self.note.clone()) }
    }
}

/// End sessions, sign-ins that await a code, and links on their way. How many sessions there were.
async fn end_sessions(connection: &impl ConnectionTrait, account: i64) -> Result<u64, DbErr> {
    let sessions = session::Entity::find().filter(session::Column::AccountId.eq(account));
    let ended = sessions.count(connection).await?;
    clear::ways_in(connection, account).await?;
    Ok(ended)
}

/// Who is at work, for the audit log.
fn note() -> String {
    format!("by {} at the command line", who())
}

/// Who runs this process, as far as the system says.
fn who() -> String {
    use std::os::unix::fs::MetadataExt;
    let named = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let name = named("SUDO_USER").or_else(|| named("USER")).or_else(|| named("LOGNAME"));
    let uid = std::fs::metadata("/proc/self").map(|own| own.uid());
    match (name, uid) {
        (Some(name), Ok(uid)) => format!("{name} (uid {uid})"),
        (Some(name), Err(_)) => name,
        (None, Ok(uid)) => format!("uid {uid}"),
        (None, Err(_)) => "somebody".to_owned(),
    }
}
