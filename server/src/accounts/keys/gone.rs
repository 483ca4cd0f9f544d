//! Keys that are no more, or may do less, because of what became of their account.

use super::{
    Keys, Refusal,
    service::{of, wall},
    watch::UNAUTHORIZED,
};
use entity::{
    model::AccountId,
    table::{api_key, millis},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{CaseStatement, Expr},
};

/// A later instant than the one a key was changed at: never the same twice, or the second change of
/// one millisecond would go unseen.
fn later() -> CaseStatement {
    let (now, changed) = (wall(), api_key::Column::ChangedAt);
    CaseStatement::new().case(changed.gte(now), Expr::col(changed).add(1)).finally(Expr::value(now))
}

impl Keys {
    /// Revoke all keys of an account with the caller's transaction. Call [`Keys::look_again`] once
    /// it is committed.
    pub async fn revoke_all(
        &self,
        transaction: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<(), DbErr> {
        self.revoke_since(transaction, account, 0).await
    }

    /// The same for those made after the key `last`.
    pub async fn revoke_since(
        &self,
        transaction: &impl ConnectionTrait,
        account: AccountId,
        last: i64,
    ) -> Result<(), DbErr> {
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(millis(self.now())))
            .col_expr(api_key::Column::ChangedAt, later().into())
            .filter(api_key::Column::AccountId.eq(account.0))
            .filter(api_key::Column::Id.gt(last))
            .filter(api_key::Column::RevokedAt.is_null())
            .exec(transaction)
            .await?;
        Ok(())
    }

    /// The highest id among an account's keys; 0 where it has none.
    pub async fn last_of(
        &self,
        connection: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<i64, DbErr> {
        let last = of(account).order_by_desc(api_key::Column::Id).one(connection).await?;
        Ok(last.map_or(0, |row| row.id))
    }

    /// Have every node look at an account's keys anew, for what the account may do changes with the
    /// caller's transaction. Call [`Keys::look_again`] once it is committed.
    pub async fn touch_all(
        transaction: &impl ConnectionTrait,
        account: AccountId,
    ) -> Result<(), DbErr> {
        api_key::Entity::update_many()
            .col_expr(api_key::Column::ChangedAt, later().into())
            .filter(api_key::Column::AccountId.eq(account.0))
            .exec(transaction)
            .await?;
        Ok(())
    }

    /// The keys of an account, or the account itself, were changed and that is committed: here it
    /// holds at once, on every other node within two seconds.
    pub async fn look_again(&self, account: AccountId) {
        let rows = match of(account).all(self.database.pool()).await {
            Ok(rows) => rows,
            // The watch looks at every change again within a second.
            Err(error) => {
                tracing::warn!(%error, "the keys of a changed account are looked at later");
                return;
            }
        };
        for row in rows {
            self.changed(&row).await;
        }
    }

    /// These were removed: here they are refused and what they have open is closed at once; every
    /// other node closes it within two seconds.
    pub async fn gone(&self, public_ids: &[String]) {
        let reason = Refusal::AccountClosed.to_string();
        for id in public_ids {
            self.records.invalidate(id).await;
            self.hub.close_tag(id, UNAUTHORIZED, &reason);
        }
    }
}
