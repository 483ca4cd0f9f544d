//! The service, and what its verbs have in common.

use super::{
    KeyError, KeySummary, Token, fence::Reach, last_used::Meters, revocation::OpenConnections,
    verify::Record, wrong::Wrong,
};
use crate::{
    accounts::Plans,
    audit::{self, Action, Actor, Entry, Origin, Outcome},
    clock::Clock,
    store::Database,
    usage::Refusals,
};
use entity::{
    model::{AccountId, Instant, KeyId},
    table::{api_key, user},
};
use live::Hub;
use moka::{future::Cache, policy::EvictionPolicy};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    QueryFilter, QuerySelect, Select,
};
use std::{
    ops::Deref,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

/// How long a key is believed without asking the database. A change on this node is known at once,
/// one on another within a second.
const CACHE_TTL: Duration = Duration::from_secs(5);
/// Keys remembered.
const CACHE_CAPACITY: u64 = 20_000;
/// Public ids that nobody has, remembered likewise.
const NEGATIVE_CACHE_CAPACITY: u64 = 10_000;

/// The keys of all accounts. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

/// What the verbs work with.
pub struct Inner {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) plans: Plans,
    pub(super) hub: Hub,
    /// By public id, so that a wrong secret of a known key costs no look-up.
    pub(super) records: Cache<String, Arc<Record>>,
    /// Public ids that nobody has, so that the second try of one costs none either.
    pub(super) unknown: moka::sync::Cache<String, ()>,
    pub(super) wrong: Wrong,
    pub(super) refusals: Refusals,
    pub(super) lookups: AtomicU64,
    pub(super) meters: Meters,
    pub(super) watched: OpenConnections,
}

impl Deref for Keys {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("remembered", &self.records.entry_count()).finish()
    }
}

/// On whose word something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// The owner's own, signed in: may give every scope.
    Owner,
    /// Whoever may run commands on the machine: the same.
    Operator,
    /// A key of the owner's: may give and touch no more than it may do itself.
    Key {
        key: KeyId,
        /// It was presented by a token that a rotation has replaced: what it gives lasts no longer.
        replaced: bool,
    },
}

impl ChangedBy {
    /// The same, and from where.
    pub fn at(self, origin: Origin) -> Asked {
        Asked { by: self, origin }
    }
}

/// On whose word something is done, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// On whose word.
    pub by: ChangedBy,
    pub origin: Origin,
}

impl From<ChangedBy> for Asked {
    fn from(by: ChangedBy) -> Self {
        by.at(Origin::default())
    }
}

/// A key together with its token, which is shown this once.
#[derive(Clone, Debug)]
pub struct Minted {
    pub key: KeySummary,
    /// The token; `reveal` it to its owner and keep it nowhere.
    pub token: Token,
}

/// The keys of one account, and no others.
pub(super) fn of(account: AccountId) -> Select<api_key::Entity> {
    api_key::Entity::find().filter(api_key::Column::AccountId.eq(account.0))
}

/// The machine's time, by which nodes tell each other what changed; the service's own may be set to
/// any instant.
pub(super) fn wall() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

impl Keys {
    /// The service on a database; sockets and streams of `hub` are closed when their key is. With
    /// `limited`, wrong keys cost where they come from.
    pub fn new(
        database: Database,
        clock: Clock,
        plans: Plans,
        hub: Hub,
        refusals: Refusals,
        limited: bool,
    ) -> Self {
        let records = Cache::builder()
            .eviction_policy(EvictionPolicy::lru())
            .max_capacity(CACHE_CAPACITY)
            .time_to_live(CACHE_TTL)
            .build();
        let unknown = moka::sync::Cache::builder()
            .max_capacity(NEGATIVE_CACHE_CAPACITY)
            .time_to_live(CACHE_TTL)
            .build();
        Self(Arc::new(Inner {
            database,
            clock,
            plans,
            hub,
            records,
            unknown,
            wrong: Wrong::new(limited),
            refusals,
            lookups: AtomicU64::new(0),
            meters: Meters::default(),
            watched: OpenConnections::default(),
        }))
    }

    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Change one key of an account and write that down, in one transaction; `change` sees the row as
    /// it is now. Where it changes nothing, nothing is written.
    pub(super) async fn edit(
        &self,
        account: AccountId,
        key: KeyId,
        asked: Asked,
        action: Action,
        change: impl FnOnce(&api_key::Model, &Reach) -> Result<Change, KeyError>,
    ) -> Result<api_key::Model, KeyError> {
        let transaction = self.database.begin().await?;
        let found = of(account).filter(api_key::Column::Id.eq(key.0)).lock_exclusive();
        let row = found.one(&transaction).await?.ok_or(KeyError::NotFound)?;
        let reach = self.reach(&transaction, account, &asked).await?;
        let entry =
            entry(action, account, asked.origin, &reach, asked.by).target(target(&row.public_id));
        let Change { mut row, detail } = match change(&row, &reach) {
            Ok(Change { row: changed, .. }) if !changed.is_changed() => return Ok(row),
            Ok(changed) => changed,
            Err(error) => {
                drop(transaction);
                self.refused(&error, entry).await;
                return Err(error);
            }
        };
        // Never the same twice, or the second change of one millisecond would go unseen.
        let before = row.changed_at.take().unwrap_or_default();
        row.changed_at = Set(wall().max(before + 1));
        let row = row.update(&transaction).await?;
        let entry = detail.into_iter().fold(entry, Entry::detail);
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        self.changed(&row).await;
        Ok(row)
    }

    /// Note that a key tried to do what it may not.
    pub(super) async fn refused(&self, error: &KeyError, entry: Entry) {
        if matches!(error, KeyError::MoreThanOwn(_) | KeyError::WiderThanOwn(_) | KeyError::Itself)
        {
            let entry = entry.outcome(Outcome::Refused).detail(error.to_string());
            audit::write_or_log(self.database.pool(), entry).await;
        }
    }

    /// Make a change hold here and now: forget what is remembered, close what is not allowed.
    pub(super) async fn changed(&self, row: &api_key::Model) {
        self.records.invalidate(&row.public_id).await;
        match self.record_of(row.clone()).await {
            Ok(record) => self.enforce(&record),
            // The watch looks at every change again within a second.
            Err(error) => {
                tracing::warn!(%error, "the sockets of a changed key are looked at later");
            }
        }
    }

    /// A row with what is needed of its account.
    pub(super) async fn record_of(&self, row: api_key::Model) -> Result<Record, DbErr> {
        let account = user::Entity::find_by_id(row.account_id).one(self.database.pool()).await?;
        Ok(Record::new(row, account))
    }

    /// One account's row, locked until the transaction ends.
    pub(super) async fn lock_account(
        &self,
        transaction: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<user::Model, KeyError> {
        let found = user::Entity::find_by_id(account.0).lock_exclusive().one(transaction).await?;
        found.ok_or(KeyError::NotFound)
    }

    /// The row as its owner sees it.
    pub(super) fn view(&self, row: api_key::Model) -> KeySummary {
        let pending = self.meters.pending(row.id);
        KeySummary::new(row, pending, self.now())
    }

    /// How often the database was asked for a key since the start.
    pub fn lookups(&self) -> u64 {
        self.lookups.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// What becomes of a row, and what is worth knowing of it.
pub(super) struct Change {
    pub(super) row: api_key::ActiveModel,
    pub(super) detail: Option<String>,
}

impl From<api_key::ActiveModel> for Change {
    fn from(row: api_key::ActiveModel) -> Self {
        Self { row, detail: None }
    }
}

/// What the audit log says of something done to a key.
pub(super) fn entry(
    action: Action,
    account: AccountId,
    origin: Origin,
    reach: &Reach,
    by: ChangedBy,
) -> Entry {
    let actor = match (reach, by) {
        (Reach::Key { public_id, .. }, _) => Actor::Key(public_id.clone()),
        (Reach::Account, ChangedBy::Operator) => Actor::Operator,
        (Reach::Account, ChangedBy::Owner | ChangedBy::Key { .. }) => Actor::Account(account),
    };
    Entry::new(action, actor).on(account).from(origin)
}

/// A key as the audit log names it.
pub(super) fn target(public_id: &str) -> String {
    format!("key:{public_id}")
}

/// Refuse to touch a key that is gone.
pub(super) fn there(row: &api_key::Model) -> Result<(), KeyError> {
    if row.revoked_at.is_some() { Err(KeyError::Revoked) } else { Ok(()) }
}
