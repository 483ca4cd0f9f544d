//! Sessions in the database, under hashes of their ids: they can be listed and ended, and who reads
//! the table cannot use them.

use super::{now, secret};
use crate::store::{Database, with_timeout};
use async_trait::async_trait;
use entity::model::Kept;
use entity::table::session::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use std::collections::HashMap;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Where axum-login keeps who is signed in.
pub const SIGNED_IN: &str = "axum-login.data";
/// Where a session's address and browser are kept until they become columns.
pub const ADDRESS: &str = "address";
/// See [`ADDRESS`].
pub const AGENT: &str = "agent";
/// Where a session keeps what awaits a second factor.
pub const AWAITED: &str = "awaited";
/// Longest a session lasts, in days.
pub const DAYS: i64 = Kept::SessionAtMost.time().num_days();
/// A session unused for this long is over.
const IDLE_MILLIS: i64 = Kept::Session.millis();
/// How exactly the last use is known.
const SEEN_MILLIS: i64 = 60_000;

/// The table `session`.
#[derive(Clone)]
pub struct Sessions {
    database: Database,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Over this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The sessions of an account, last used first.
    pub async fn of(&self, account_id: i64) -> std::result::Result<Vec<Model>, DbErr> {
        Entity::find()
            .filter(Column::AccountId.eq(account_id))
            .filter(Column::ExpiresAt.gt(now()))
            .filter(Column::SeenAt.gt(now() - IDLE_MILLIS))
            .order_by_desc(Column::SeenAt)
            .all(self.database.pool())
            .await
            .map(|rows| rows.into_iter().filter(is_signed_in).collect())
    }

    /// End one of an account's own sessions; `false` where it has no such session.
    pub async fn end(&self, account_id: i64, id_hash: &str) -> std::result::Result<bool, DbErr> {
        let ended = Entity::delete_many()
            .filter(Column::AccountId.eq(account_id))
            .filter(Column::IdHash.eq(id_hash))
            .exec(self.database.pool())
            .await?;
        Ok(ended.rows_affected > 0)
    }

    /// Remove what is over.
    pub async fn prune(&self) -> std::result::Result<u64, DbErr> {
        let over = Condition::any()
            .add(Column::ExpiresAt.lte(now()))
            .add(Column::SeenAt.lte(now() - IDLE_MILLIS));
        Ok(Entity::delete_many().filter(over).exec(self.database.pool()).await?.rows_affected)
    }
}

/// Whether somebody is signed in with it, rather than about to be.
fn is_signed_in(row: &Model) -> bool {
    serde_json::from_str::<HashMap<String, serde_json::Value>>(&row.data).is_ok_and(|data| {
        data.get(SIGNED_IN).and_then(|d| d.get("user_id")).is_some_and(serde_json::Value::is_i64)
    })
}

/// The name under which a session is kept.
pub fn name(id: &Id) -> String {
    secret::digest(&id.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not meet twice; if they did, the key would refuse the second.
        let row = row(record)?;
        Entity::insert(row).exec_without_returning(self.database.pool()).await.map_err(backend)?;
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let mut row = row(record)?;
        let id_hash = name(&record.id);
        row.id_hash = sea_orm::ActiveValue::NotSet;
        row.created_at = sea_orm::ActiveValue::NotSet;
        // A session that was ended meanwhile is not brought back to life.
        Entity::update_many()
            .set(row)
            .filter(Column::IdHash.eq(id_hash))
            .exec(self.database.pool())
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let pool = self.database.pool();
        let found =
            with_timeout(pool, Entity::find_by_id(name(id)).one(pool)).await.map_err(backend)?;
        let now = now();
        let Some(row) = found.filter(|r| r.expires_at > now && r.seen_at > now - IDLE_MILLIS)
        else {
            return Ok(None);
        };
        if row.seen_at < now - SEEN_MILLIS {
            Entity::update_many()
                .col_expr(Column::SeenAt, Expr::value(now))
                .filter(Column::IdHash.eq(&row.id_hash))
                .exec(self.database.pool())
                .await
                .map_err(backend)?;
        }
        let data = serde_json::from_str(&row.data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date = time::OffsetDateTime::from_unix_timestamp(row.expires_at / 1_000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        Entity::delete_by_id(name(id)).exec(self.database.pool()).await.map_err(backend)?;
        Ok(())
    }
}

fn row(record: &Record) -> Result<ActiveModel> {
    let data = &record.data;
    let text = |key: &str| data.get(key).and_then(|v| v.as_str()).map(ToOwned::to_owned);
    let whose = |key: &str, member: &str| {
        data.get(key).and_then(|d| d.get(member)).and_then(serde_json::Value::as_i64)
    };
    // A sign-in that awaits its code ends with the sessions of its account.
    let account_id = whose(SIGNED_IN, "user_id").or_else(|| whose(AWAITED, "account"));
    let now = now();
    Ok(ActiveModel {
        id_hash: Set(name(&record.id)),
        account_id: Set(account_id),
        data: Set(encode(data)?),
        created_at: Set(now),
        seen_at: Set(now),
        expires_at: Set(record.expiry_date.unix_timestamp() * 1_000),
        address: Set(text(ADDRESS)),
        agent: Set(text(AGENT)),
    })
}

fn encode(data: &HashMap<String, serde_json::Value>) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Encode(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn backend(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}
