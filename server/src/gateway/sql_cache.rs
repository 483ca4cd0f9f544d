//! Answers kept in the database, so that a restart begins with the last good ones.

use super::StoredResponse;
use crate::store::Database;
use entity::model::Instant;
use entity::table::{instant, millis, upstream_answer as row};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

/// Most answers that are kept: five for each of some thousand leagues.
pub const MAX_ENTRIES: u64 = 5_000;

/// The table of kept answers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SqlCacheTier {
    database: Database,
}

impl SqlCacheTier {
    /// The shelf in a database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// The answer kept under `key`.
    pub async fn load(&self, key: &str) -> Result<Option<StoredResponse>, DbErr> {
        let found = row::Entity::find_by_id(key.to_owned()).one(self.database.pool()).await?;
        Ok(found.map(|row| StoredResponse {
            body: row.body.into_bytes().into(),
            as_of: instant(row.as_of),
        }))
    }

    /// The keys that begin with `prefix`, in their order.
    pub async fn keys(&self, prefix: &str) -> Result<Vec<String>, DbErr> {
        row::Entity::find()
            .select_only()
            .column(row::Column::Key)
            .filter(row::Column::Key.starts_with(prefix))
            .order_by_asc(row::Column::Key)
            .into_tuple()
            .all(self.database.pool())
            .await
    }

    /// Remove the answers from before `before`, and the oldest beyond `most`. Returns how many.
    pub async fn prune(&self, before: Instant, most: u64) -> Result<u64, DbErr> {
        let pool = self.database.pool();
        let old = row::Entity::delete_many().filter(row::Column::AsOf.lt(millis(before)));
        let mut gone = old.exec(pool).await?.rows_affected;
        // The one after the last that may stay, by age; answers of the same moment go together.
        let edge: Option<i64> = row::Entity::find()
            .select_only()
            .column(row::Column::AsOf)
            .order_by_desc(row::Column::AsOf)
            .offset(most)
            .limit(1)
            .into_tuple()
            .one(pool)
            .await?;
        if let Some(edge) = edge {
            let over = row::Entity::delete_many().filter(row::Column::AsOf.lte(edge));
            gone += over.exec(pool).await?.rows_affected;
        }
        Ok(gone)
    }

    /// Keep an answer in place of the one before. What is no text is not kept.
    pub async fn save(&self, key: &str, kept: &StoredResponse) -> Result<(), DbErr> {
        let Ok(body) = String::from_utf8(kept.body.to_vec()) else { return Ok(()) };
        let model = row::ActiveModel {
            key: Set(key.to_owned()),
            body: Set(body),
            as_of: Set(millis(kept.as_of)),
        };
        row::Entity::insert(model)
            .on_conflict(
                OnConflict::column(row::Column::Key)
                    .update_columns([row::Column::Body, row::Column::AsOf])
                    .to_owned(),
            )
            .exec_without_returning(self.database.pool())
            .await?;
        Ok(())
    }
}
