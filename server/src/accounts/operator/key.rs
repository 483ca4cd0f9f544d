//! What is done to keys.

use super::{Operator, OperatorError};
use crate::{
    accounts::now,
    audit::{self, Action},
};
use entity::table::api_key::{Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

impl Operator {
    /// The keys of an account, newest first, revoked ones too.
    pub async fn keys(&self, email: &str) -> Result<Vec<Model>, OperatorError> {
        let account = self.account(email).await?;
        let rows = Entity::find()
            .filter(Column::AccountId.eq(account.id))
            .order_by_desc(Column::Id)
            .all(self.accounts.users.database.pool())
            .await?;
        Ok(rows)
    }

    /// End a key for good: it is refused and what it has open is closed, on every node within two
    /// seconds. Revoking it again changes nothing.
    pub async fn revoke(&self, public_id: &str) -> Result<Model, OperatorError> {
        let transaction = self.begin().await?;
        let row = Entity::find()
            .filter(Column::PublicId.eq(public_id))
            .lock_exclusive()
            .one(&transaction)
            .await?
            .ok_or_else(|| OperatorError::NoKey(public_id.to_owned()))?;
        let (since, later) = (row.revoked_at.unwrap_or_else(now), now().max(row.changed_at + 1));
        let mut changed = row.into_active_model();
        changed.revoked_at = Set(Some(since));
        changed.changed_at = Set(later);
        let row = changed.update(&transaction).await?;
        let entry = self.entry(Action::KeyRevoke, row.account_id, "");
        audit::write(&transaction, entry.target(format!("key:{public_id}"))).await?;
        transaction.commit().await?;
        Ok(row)
    }
}
