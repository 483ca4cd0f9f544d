//! Keys as their owner sees them, and what can be done to them.

use super::{FieldProblem, KeyForm};
#[cfg(feature = "ssr")]
use super::{Grace, KeyDraft};
#[cfg(feature = "ssr")]
use crate::port::PortError;
use entity::model::{Instant, Scope};
use serde::{Deserialize, Serialize};

/// A customer's keys. A key is named by its public id; another account's key is not found.
///
/// A key that may make keys is as good as its owner: to make, change or rotate one takes a code of the
/// second factor where the account has one. The field of that problem is `code`.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Keys: Send + Sync {
    /// Every key of the account, the revoked of the last 30 days included, newest first.
    async fn list(&self, account: i64) -> Result<Vec<KeyRow>, PortError>;

    /// Make a key; the only time its token is told.
    async fn create(&self, account: i64, draft: KeyDraft) -> Result<NewKey, KeyError>;

    /// Change what a key may do and is called.
    async fn update(&self, account: i64, key: &str, draft: KeyDraft) -> Result<(), KeyError>;

    /// Give a key a new token; the old one is good for `grace` more.
    async fn rotate(
        &self,
        account: i64,
        key: &str,
        grace: Grace,
        code: &str,
    ) -> Result<NewKey, KeyError>;

    /// End a rotation early: the old token stops now.
    async fn finish_rotation(&self, account: i64, key: &str) -> Result<(), KeyError>;

    /// Switch a key off, or on again.
    async fn set_enabled(&self, account: i64, key: &str, enabled: bool) -> Result<(), KeyError>;

    /// End a key for good and close its sockets.
    async fn revoke(&self, account: i64, key: &str) -> Result<(), KeyError>;
}

/// Why a key could not be made or changed; nothing was.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// The store failed, or there is no such key.
    Port(PortError),
    /// Fields that cannot stay as they are.
    Invalid(Vec<FieldProblem>),
    /// A rule forbids it; one sentence says which and what to do.
    Refused(String),
}

#[cfg(feature = "ssr")]
impl From<PortError> for KeyError {
    fn from(error: PortError) -> Self {
        Self::Port(error)
    }
}

/// A key as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// The part of the token that may be shown; also the socket's key.
    pub public_id: String,
    /// The token's last four characters.
    pub hint: String,
    /// What the owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Addresses it may be used from, CIDR; empty for anywhere.
    pub addresses: Vec<String>,
    /// Web origins it may be used from; empty for anywhere.
    pub origins: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops.
    pub expires_at: Option<Instant>,
    /// When it was last used; late by up to a minute.
    pub last_used_at: Option<Instant>,
    /// Since when it is switched off.
    pub disabled_at: Option<Instant>,
    /// Since when it is gone.
    pub revoked_at: Option<Instant>,
    /// The rotation under way.
    pub rotation: Option<Rotation>,
    /// Requests of the last 24 hours, an hour each, oldest first.
    pub spark: Vec<u64>,
}

/// A rotation under way: both tokens are good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// Until when the old token is good.
    pub until: Instant,
    /// Calls with the old token since the rotation.
    pub old_calls: u64,
    /// The latest call with the old token since the rotation began.
    pub old_last_used_at: Option<Instant>,
    /// Whether calls of every node are counted; some seconds after the rotation they are.
    pub settled: bool,
}

/// A token, told this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKey {
    /// The part that may be shown.
    pub public_id: String,
    /// What the owner calls the key.
    pub name: String,
    /// The whole token.
    pub token: String,
    /// What the key may do.
    pub scopes: Vec<Scope>,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey").field("public_id", &self.public_id).finish_non_exhaustive()
    }
}

/// What came of a form on the keys page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyOutcome {
    /// A token to show once; `old_until` where an old one is still good.
    Token {
        /// The token.
        key: NewKey,
        /// Until when the token before it is good; `None` where there was none.
        old_until: Option<Instant>,
    },
    /// Done; the sentence says what.
    Done(String),
    /// Not done: the fields to mend and what was typed.
    Invalid {
        /// What is wrong, by field.
        problems: Vec<FieldProblem>,
        /// What was typed.
        form: KeyForm,
        /// The key the form is about; `None` for a new one.
        key: Option<String>,
    },
}
