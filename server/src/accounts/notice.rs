//! Letters about keys. What was done to a key is read from the audit log, so that every way of doing
//! it is told, and who did it as well; a key that ends soon is told once.

use super::SendMail;
use super::{emails::AccountEmail, now};
use crate::{
    audit::Action,
    queue::{Queue, QueueError},
    store::Database,
};
use entity::table::{
    api_key, audit,
    notice::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

const DAY: i64 = 86_400_000;
/// How far back acts are read: longer than workers are away.
const BACK: i64 = DAY;
/// How long before its end a key's owner is told.
const SOON: i64 = 7 * DAY;
/// How long it is known that a letter was posted: longer than anything asks.
const RETENTION_MILLIS: i64 = 40 * DAY;
/// Letters posted in one go.
const BATCH_SIZE: u64 = 500;

/// What is told of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyNews {
    /// It was made.
    Made,
    /// Its token was replaced.
    Rotated,
    /// It was revoked.
    Revoked,
    /// It ends within a week.
    Ending,
}

/// Post a letter for each act on a key that none was posted for. How many.
pub async fn tell_of_keys(
    database: &Database,
    queue: &Queue,
    app_url: &str,
) -> Result<usize, QueueError> {
    use audit::Column as C;
    let told = [Action::KeyCreate, Action::KeyRotate, Action::KeyRevoke];
    let acts = audit::Entity::find()
        .filter(C::Action.is_in(told.map(Action::as_str)))
        .filter(C::Result.eq("done"))
        .filter(C::At.gt(now() - BACK))
        .order_by_asc(C::Id)
        .all(database.pool())
        .await?;
    let known = posted_since(database, now() - BACK - DAY).await?;
    let mut posted = 0;
    for act in acts {
        let name = format!("audit:{}", act.id);
        let ended = act.detail.as_deref().is_some_and(|detail| detail.contains("token was ended"));
        if known.contains(&name) || ended {
            continue;
        }
        let key = act.target.as_deref().and_then(|target| target.strip_prefix("key:"));
        let (Some(public_id), Some(account)) = (key, act.account_id) else { continue };
        let news = match act.action.as_str() {
            "key_create" => KeyNews::Made,
            "key_rotate" => KeyNews::Rotated,
            _ => KeyNews::Revoked,
        };
        let letter = AccountEmail::Key {
            account,
            news,
            public_id: public_id.to_owned(),
            by: by(&act.actor),
            at: act.at,
        };
        posted += usize::from(once(database, queue, app_url, &name, letter).await?);
    }
    Ok(posted)
}

/// Tell owners of keys that end within a week, once for each end. How many.
pub async fn tell_of_endings(
    database: &Database,
    queue: &Queue,
    app_url: &str,
) -> Result<usize, QueueError> {
    use api_key::Column as C;
    let keys = api_key::Entity::find()
        .filter(C::ExpiresAt.gt(now()))
        .filter(C::ExpiresAt.lte(now() + SOON))
        .filter(C::RevokedAt.is_null())
        .filter(C::DisabledAt.is_null())
        .all(database.pool())
        .await?;
    let known = posted_since(database, now() - SOON - DAY).await?;
    let mut posted = 0;
    for key in keys {
        let Some(at) = key.expires_at else { continue };
        // Whoever made it for less than that knows.
        if at - key.created_at <= SOON {
            continue;
        }
        let letter = AccountEmail::Key {
            account: key.account_id,
            news: KeyNews::Ending,
            public_id: key.public_id,
            by: String::new(),
            at,
        };
        let name = format!("expiry:{}:{at}", key.id);
        if known.contains(&name) {
            continue;
        }
        posted += usize::from(once(database, queue, app_url, &name, letter).await?);
    }
    prune(database).await?;
    Ok(posted)
}

/// What letters were posted about since then.
async fn posted_since(database: &Database, since: i64) -> Result<HashSet<String>, DbErr> {
    let names: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Name)
        .filter(Column::At.gt(since))
        .into_tuple()
        .all(database.pool())
        .await?;
    Ok(names.into_iter().collect())
}

/// Post a letter unless one of that name was posted.
async fn once(
    database: &Database,
    queue: &Queue,
    app_url: &str,
    name: &str,
    letter: AccountEmail,
) -> Result<bool, QueueError> {
    let transaction = database.begin().await?;
    let row = ActiveModel { name: Set(name.to_owned()), at: Set(now()) };
    match Entity::insert(row).exec_without_returning(&transaction).await {
        Ok(_) => {}
        // Another worker was faster.
        Err(error) => match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => return Ok(false),
            _ => return Err(error.into()),
        },
    }
    let job = SendMail { letter, app_url: app_url.to_owned() };
    queue.enqueue_in(&transaction, &job).await?;
    transaction.commit().await?;
    queue.wake();
    Ok(true)
}

/// Forget letters of long ago, a part at a time.
async fn prune(database: &Database) -> Result<(), DbErr> {
    let old: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Name)
        .filter(Column::At.lt(now() - RETENTION_MILLIS))
        .limit(BATCH_SIZE)
        .into_tuple()
        .all(database.pool())
        .await?;
    Entity::delete_many().filter(Column::Name.is_in(old)).exec(database.pool()).await?;
    Ok(())
}

/// Who did it, for the key's owner.
fn by(actor: &str) -> String {
    match actor.split_once(':') {
        Some(("account", _)) => "by somebody signed in to your account".to_owned(),
        Some(("key", id)) => format!("with your key {id}"),
        _ if actor == "operator" => "by those who look after this service".to_owned(),
        _ => "by this service".to_owned(),
    }
}
