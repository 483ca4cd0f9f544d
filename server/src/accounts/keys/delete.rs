//! Keys that are no more, or may do less, because of what became of their account.

use super::{
    AuthError, Keys,
    service::{of, target, wall},
};
use crate::{
    accounts::Who,
    audit::{self, Action},
};
use entity::{
    model::AccountId,
    table::{api_key, millis},
};
use live::CloseCode;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Select,
    sea_query::{CaseStatement, Expr},
};

/// A later instant than the one a key was changed at: never the same twice, or the second change of
/// one millisecond would go unseen.
fn later() -> CaseStatement {
    let (now, changed) = (wall(), api_key::Column::ChangedAt);
    CaseStatement::new().case(changed.gte(now), Expr::col(changed).add(1)).finally(Expr::value(now))
}

/// The keys of an account that were not revoked.
fn good(account: AccountId) -> Select<api_key::Entity> {
    of(account).filter(api_key::Column::RevokedAt.is_null())
}

impl Keys {
    /// Revoke all keys of an account with the caller's transaction, each with a row of the audit log
    /// that says `why`. How many. Call [`Keys::look_again`] once it is committed.
    pub async fn revoke_all(
        &self,
        transaction: &impl ConnectionTrait,
        account: AccountId,
        who: &Who,
        why: &str,
    ) -> Result<usize, DbErr> {
        let rows = good(account).all(transaction).await?;
        self.revoke_these(transaction, rows, who, why).await
    }

    /// The same for those that were made, or whose token was replaced, since `since`: whoever did
    /// that knows a token of theirs. The audit log says which, for it goes by the machine's clock; the
    /// service's own may be set to any instant.
    pub async fn revoke_since(
        &self,
        transaction: &impl ConnectionTrait,
        account: AccountId,
        since: i64,
        who: &Who,
        why: &str,
    ) -> Result<usize, DbErr> {
        let acts = [Action::KeyCreate, Action::KeyRotate];
        let known = audit::done_since(transaction, account, &acts, since).await?;
        let mut rows = good(account).all(transaction).await?;
        rows.retain(|row| known.contains(&Some(target(&row.public_id))));
        self.revoke_these(transaction, rows, who, why).await
    }

    async fn revoke_these(
        &self,
        transaction: &impl ConnectionTrait,
        rows: Vec<api_key::Model>,
        who: &Who,
        why: &str,
    ) -> Result<usize, DbErr> {
        let ids = rows.iter().map(|row| row.id);
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(millis(self.now())))
            .col_expr(api_key::Column::ChangedAt, later().into())
            .filter(api_key::Column::Id.is_in(ids))
            .filter(api_key::Column::RevokedAt.is_null())
            .exec(transaction)
            .await?;
        for row in &rows {
            let entry = who.did(Action::KeyRevoke, row.account_id);
            let entry = entry.target(target(&row.public_id)).detail(why);
            audit::write(transaction, entry).await?;
        }
        Ok(rows.len())
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
        let reason = AuthError::AccountClosed.to_string();
        for id in public_ids {
            self.records.invalidate(id).await;
            self.hub.close_tag(id, CloseCode::Unauthorized, &reason);
        }
    }
}
