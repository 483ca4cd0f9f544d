//! An operator's means: what is done to accounts and keys by those who look after the service.
//!
//! Each act is one transaction that is also written to the audit log. It needs the database alone:
//! a process that serves reads sessions at every request and changed keys every second, so that
//! what is done here holds everywhere within two seconds.

mod account;
mod key;
mod leave;
mod queue;
mod read;

pub use read::{AccountLine, Filter};

use super::{Accounts, clear, role::Role};
use crate::{
    audit::{self, Action, Actor, Entry, Origin},
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
}

/// Why an act was not done; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// Nobody has this address.
    #[error("{0} has no account; `bts-guru user:list` shows who has")]
    NoAccount(String),
    /// No plan has this name.
    #[error("there is no plan “{name}”; choose one of {}", known.join(", "))]
    NoPlan {
        /// As asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No key has this public id.
    #[error("no key has the public id {0}; `bts-guru key:list EMAIL` shows those of an account")]
    NoKey(String),
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
        let note = format!("by {} at the command line", who());
        Self { accounts, actor: Actor::Operator, note }
    }

    /// An act on an account, as the audit log has it.
    fn entry(&self, action: Action, account: i64, what: &str) -> Entry {
        let detail = match what {
            "" => self.note.clone(),
            what => format!("{what}; {}", self.note),
        };
        Entry::new(action, self.actor.clone()).on(AccountId(account)).detail(detail)
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

    /// Write that an account was made by a command. Its address is left out: rows of the log outlive the
    /// account.
    pub async fn note_account(&self, row: &Model) -> Result<(), OperatorError> {
        let role = row.role.parse::<Role>().unwrap_or(Role::Customer);
        let what = format!("plan {}, role {role}", row.plan);
        let entry = self.entry(Action::AccountCreate, row.id, &what);
        Ok(audit::write(self.accounts.users.database.pool(), entry).await?)
    }

    /// From where: who runs the command, in place of a program.
    pub fn origin(&self) -> Origin {
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
