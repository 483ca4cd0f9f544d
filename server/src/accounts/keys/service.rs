//! The service, and what its verbs have in common.

use super::{KeyError, KeyView, Token, meter::Meters, rules, verify::Record, watch::Watched};
use crate::{accounts::Plans, clock::Clock, store::Database};
use entity::{
    model::{AccountId, Instant, KeyId, Scope},
    table::{api_key, millis, user},
};
use live::Hub;
use moka::{future::Cache, policy::EvictionPolicy};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QuerySelect, Select,
};
use std::{
    ops::Deref,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

/// How long a key is believed without asking the database. A change on this node is known at once,
/// one on another within a second.
const BELIEVED: Duration = Duration::from_secs(5);
/// Keys and unknown public ids remembered together.
const REMEMBERED: u64 = 20_000;

/// The keys of all accounts. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

/// What the verbs work with.
pub struct Inner {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) plans: Plans,
    pub(super) hub: Hub,
    /// By public id, so that a wrong secret of a known key costs no look-up, nor does the second
    /// try of an unknown one.
    pub(super) records: Cache<String, Option<Arc<Record>>>,
    pub(super) lookups: AtomicU64,
    pub(super) meters: Meters,
    pub(super) watched: Watched,
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
pub enum By {
    /// The owner's own, signed in or at the command line: may give every scope.
    Owner,
    /// A key of the owner's: may give and touch no more than it may do itself.
    Key(KeyId),
}

/// A key together with its token, which is shown this once.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The key.
    pub key: KeyView,
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
    /// The service on a database; sockets and streams of `hub` are closed when their key is.
    pub fn new(database: Database, clock: Clock, plans: Plans, hub: Hub) -> Self {
        let records = Cache::builder()
            .eviction_policy(EvictionPolicy::lru())
            .max_capacity(REMEMBERED)
            .time_to_live(BELIEVED)
            .build();
        Self(Arc::new(Inner {
            database,
            clock,
            plans,
            hub,
            records,
            lookups: AtomicU64::new(0),
            meters: Meters::default(),
            watched: Watched::default(),
        }))
    }

    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Change one key of an account within a transaction; `change` sees the row as it is now.
    pub(super) async fn edit(
        &self,
        account: AccountId,
        key: KeyId,
        by: By,
        change: impl FnOnce(&api_key::Model, &[Scope]) -> Result<api_key::ActiveModel, KeyError>,
    ) -> Result<api_key::Model, KeyError> {
        let transaction = self.database.begin().await?;
        let row = of(account)
            .filter(api_key::Column::Id.eq(key.0))
            .lock_exclusive()
            .one(&transaction)
            .await?
            .ok_or(KeyError::NotFound)?;
        let own = self.own_scopes(&transaction, account, by).await?;
        let mut changed = change(&row, &own)?;
        // Never the same twice, or the second change of one millisecond would go unseen.
        changed.changed_at = Set(wall().max(row.changed_at + 1));
        let row = changed.update(&transaction).await?;
        transaction.commit().await?;
        self.changed(&row).await;
        Ok(row)
    }

    /// What the one who asks may give: read anew, for a remembered key may have been narrowed.
    pub(super) async fn own_scopes(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        by: By,
    ) -> Result<Vec<Scope>, KeyError> {
        let By::Key(key) = by else { return Ok(Scope::ALL.to_vec()) };
        let row = of(account).filter(api_key::Column::Id.eq(key.0)).one(transaction).await?;
        let row = row.ok_or(KeyError::NoLongerAllowed)?;
        let ended = row.expires_at.is_some_and(|at| at <= millis(self.now()));
        let scopes = rules::scopes(&row.scopes);
        let may = scopes.contains(&Scope::KeysWrite);
        if row.revoked_at.is_some() || row.disabled_at.is_some() || ended || !may {
            return Err(KeyError::NoLongerAllowed);
        }
        Ok(scopes)
    }

    /// Make a change hold here and now: forget what is remembered, close what is not allowed.
    async fn changed(&self, row: &api_key::Model) {
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
    ) -> Result<(), KeyError> {
        let found = user::Entity::find_by_id(account.0).lock_exclusive().one(transaction).await?;
        found.map(|_| ()).ok_or(KeyError::NotFound)
    }

    /// The row as its owner sees it.
    pub(super) fn view(&self, row: api_key::Model) -> KeyView {
        let pending = self.meters.pending(row.id);
        KeyView::new(row, pending, self.now())
    }

    /// How often the database was asked for a key since the start.
    pub fn lookups(&self) -> u64 {
        self.lookups.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// Refuse what is more than one's own.
pub(super) fn within(wanted: &[Scope], own: &[Scope]) -> Result<(), KeyError> {
    let more: Vec<Scope> = wanted.iter().copied().filter(|scope| !own.contains(scope)).collect();
    if more.is_empty() { Ok(()) } else { Err(KeyError::MoreThanOwn(more)) }
}

/// Refuse to touch a key that is gone, or one that may do more than one's own.
pub(super) fn touchable(row: &api_key::Model, own: &[Scope]) -> Result<(), KeyError> {
    if row.revoked_at.is_some() {
        return Err(KeyError::Revoked);
    }
    within(&rules::scopes(&row.scopes), own)
}
