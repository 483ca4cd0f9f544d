//! Putting in recurring jobs.

use super::{
    enqueue::{Draft, Enqueued},
    error::QueueError,
    handle::Queue,
    schedule::{Schedule, due},
};
use entity::table::schedule;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

impl Queue {
    /// Put in the job of a schedule if its time has come and nobody else has done so. It is not
    /// put in while the one before still waits or runs: that slot then passes.
    pub async fn enqueue_due(&self, schedule: &Schedule) -> Result<Option<Enqueued>, QueueError> {
        let period = schedule.period();
        let name = schedule.draft.name;
        let last =
            match schedule::Entity::find_by_id(name.to_owned()).one(self.database.pool()).await? {
                Some(row) => row.slot,
                None => self.begin_schedule(name, period).await?,
            };
        let Some(slot) = due(last, self.now.read(), period) else { return Ok(None) };
        let transaction = self.database.begin().await?;
        // Whoever moves the row from the slot that was read serves the new one.
        let moved = schedule::Entity::update_many()
            .col_expr(schedule::Column::Slot, Expr::value(slot))
            .col_expr(schedule::Column::Every, Expr::value(period))
            .filter(schedule::Column::Name.eq(name))
            .filter(schedule::Column::Slot.eq(last))
            .exec(&transaction)
            .await?;
        if moved.rows_affected == 0 {
            transaction.rollback().await?;
            return Ok(None);
        }
        let unique = Some(format!("schedule:{name}"));
        let draft = Draft { unique, ..schedule.draft.clone() };
        let enqueued = self.put(&transaction, draft).await?;
        transaction.commit().await?;
        self.wake();
        Ok(Some(enqueued))
    }

    /// Make the row of a schedule that was never served; several workers may.
    async fn begin_schedule(&self, name: &str, every: i64) -> Result<i64, QueueError> {
        let row =
            schedule::ActiveModel { name: Set(name.to_owned()), every: Set(every), slot: Set(0) };
        schedule::Entity::insert(row)
            .on_conflict(
                OnConflict::column(schedule::Column::Name)
                    .update_column(schedule::Column::Every)
                    .to_owned(),
            )
            .exec_without_returning(self.database.pool())
            .await?;
        Ok(0)
    }
}
