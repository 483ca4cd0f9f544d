//! The log of all changes: its epoch, its head, and what has not been announced yet.

use super::{
    Database,
    matches::{change_of, seq, signed, unsigned},
};
use entity::model::{Change, Epoch, Instant, Seq};
use entity::table::{change, log, millis};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// How far everything has come: the log, and what is taken in without a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogCursor {
    /// The last position given out.
    pub head: Seq,
    /// How often anything was taken in.
    pub turn: u64,
    /// How often leagues were.
    pub leagues: u64,
}

impl LogCursor {
    fn of(row: &log::Model) -> Self {
        Self { head: seq(row.head), turn: unsigned(row.turn), leagues: unsigned(row.leagues) }
    }

    /// Whether `later` is the very next turn: nothing else was taken in between.
    pub fn precedes(&self, later: &Self) -> bool {
        self.turn + 1 == later.turn
    }
}

/// A stretch of the log.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Its changes, oldest first, without those this build cannot read.
    pub changes: Vec<Change>,
    /// The last position it reaches; `None` where it is empty.
    pub last: Option<Seq>,
}

/// The row that is the head of the log.
const HEAD: i32 = 1;

/// The log. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Log {
    database: Database,
    epoch: Epoch,
}

impl Log {
    /// Open the log, beginning a new epoch where there is none.
    pub async fn open(database: Database) -> Result<Self, DbErr> {
        let fresh = format!("{:08x}", rand::random::<u32>());
        let row = log::ActiveModel {
            id: Set(HEAD),
            epoch: Set(fresh),
            head: Set(0),
            turn: Set(0),
            leagues: Set(0),
        };
        // Two nodes may begin at once: the first one's epoch stands.
        log::Entity::insert(row)
            .on_conflict(
                OnConflict::column(log::Column::Id).update_column(log::Column::Id).to_owned(),
            )
            .exec_without_returning(database.pool())
            .await?;
        let row = log::Entity::find_by_id(HEAD).one(database.pool()).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("log_head has no row".to_owned()))?;
        Ok(Self { database, epoch: Epoch(row.epoch) })
    }

    /// Which life of the log this is.
    pub fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    /// The last position given out.
    pub async fn head(&self) -> Result<Seq, DbErr> {
        let row = log::Entity::find_by_id(HEAD).one(self.database.pool()).await?;
        Ok(row.map_or(Seq(0), |row| seq(row.head)))
    }

    /// How far everything has come.
    pub async fn cursor(&self) -> Result<LogCursor, DbErr> {
        let row = log::Entity::find_by_id(HEAD).one(self.database.pool()).await?;
        Ok(row.as_ref().map_or_else(LogCursor::default, LogCursor::of))
    }

    /// Take a turn and `count` positions, the last of which is the head that is returned. The row
    /// stays locked until the transaction ends, so turns and positions become visible in their order.
    pub async fn take(
        &self,
        transaction: &DatabaseTransaction,
        count: u64,
    ) -> Result<LogCursor, DbErr> {
        self.allocate(transaction, log::Column::Head, count).await
    }

    /// Take a turn for leagues, which have been written.
    pub async fn take_leagues(&self) -> Result<LogCursor, DbErr> {
        let transaction = self.database.begin().await?;
        let stand = self.allocate(&transaction, log::Column::Leagues, 1).await?;
        transaction.commit().await?;
        Ok(stand)
    }

    async fn allocate(
        &self,
        transaction: &DatabaseTransaction,
        column: log::Column,
        count: u64,
    ) -> Result<LogCursor, DbErr> {
        log::Entity::update_many()
            .col_expr(column, Expr::col(column).add(signed(count)))
            .col_expr(log::Column::Turn, Expr::col(log::Column::Turn).add(1))
            .filter(log::Column::Id.eq(HEAD))
            .exec(transaction)
            .await?;
        let row = log::Entity::find_by_id(HEAD).one(transaction).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("log_head has no row".to_owned()))?;
        Ok(LogCursor::of(&row))
    }

    /// The first `limit` changes after `after` and up to `through`, oldest first.
    pub async fn between(&self, after: Seq, through: Seq, limit: u64) -> Result<Stretch, DbErr> {
        let rows = change::Entity::find()
            .filter(change::Column::Seq.gt(signed(after.0)))
            .filter(change::Column::Seq.lte(signed(through.0)))
            .order_by_asc(change::Column::Seq)
            .limit(limit)
            .all(self.database.pool())
            .await?;
        let last = rows.last().map(|row| seq(row.seq));
        Ok(Stretch { changes: rows.into_iter().filter_map(change_of).collect(), last })
    }

    /// The last `limit` changes, oldest first: what a client may resume from.
    pub async fn tail(&self, limit: u64) -> Result<Vec<Change>, DbErr> {
        let rows = change::Entity::find()
            .order_by_desc(change::Column::Seq)
            .limit(limit)
            .all(self.database.pool())
            .await?;
        Ok(rows.into_iter().rev().filter_map(change_of).collect())
    }

    /// How many changes were committed and never announced.
    pub async fn unannounced(&self) -> Result<u64, DbErr> {
        use sea_orm::PaginatorTrait;
        change::Entity::find()
            .filter(change::Column::Announced.eq(false))
            .count(self.database.pool())
            .await
    }

    /// Every change up to `through` has been handed to every channel.
    pub async fn announced(&self, through: Seq) -> Result<(), DbErr> {
        change::Entity::update_many()
            .col_expr(change::Column::Announced, Expr::value(true))
            .filter(change::Column::Announced.eq(false))
            .filter(change::Column::Seq.lte(signed(through.0)))
            .exec(self.database.pool())
            .await?;
        Ok(())
    }

    /// Forget announced changes from before `before`; returns how many.
    pub async fn prune(&self, before: Instant) -> Result<u64, DbErr> {
        let outcome = change::Entity::delete_many()
            .filter(change::Column::Announced.eq(true))
            .filter(change::Column::At.lt(millis(before)))
            .exec(self.database.pool())
            .await?;
        Ok(outcome.rows_affected)
    }
}
