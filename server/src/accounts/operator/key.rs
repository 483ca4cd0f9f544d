//! What is done to keys.

use super::{Act, Operator, OperatorError};
use crate::{
    accounts::{
        keys::{self, KeyDraft, Token},
        now,
    },
    audit::{self, Action},
};
use entity::{
    model::{AccountId, Instant},
    table::api_key::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

impl Operator {
    /// Make a key for an account, at the time that the service's clock shows. The token is in the
    /// answer and nowhere else. One of a disabled account would be refused, so none is made.
    pub async fn create_key(
        &self,
        email: &str,
        draft: &KeyDraft,
        at: Instant,
    ) -> Result<(Model, Token), OperatorError> {
        let transaction = self.begin().await?;
        let owner = self.locked(&transaction, email).await?;
        if owner.disabled_at.is_some() {
            return Err(OperatorError::Disabled(owner.email));
        }
        let entry = self.act(Action::KeyCreate).on(AccountId(owner.id)).from(self.origin());
        let made = keys::create_in(&transaction, &owner, draft, at, entry).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// End a key for good: it is refused and what it has open is closed, on every node within two
    /// seconds. Revoking it again changes nothing.
    pub async fn revoke(&self, public_id: &str) -> Result<Act<Model>, OperatorError> {
        let transaction = self.begin().await?;
        let row = Entity::find()
            .filter(Column::PublicId.eq(public_id))
            .lock_exclusive()
            .one(&transaction)
            .await?
            .ok_or_else(|| OperatorError::NoKey(public_id.to_owned()))?;
        if row.revoked_at.is_some() {
            return Ok(Act::Already(row));
        }
        let later = now().max(row.changed_at + 1);
        let mut changed = row.into_active_model();
        changed.revoked_at = Set(Some(now()));
        changed.changed_at = Set(later);
        let row = changed.update(&transaction).await?;
        let entry = self.entry(Action::KeyRevoke, row.account_id, "");
        audit::write(&transaction, entry.target(format!("key:{public_id}"))).await?;
        transaction.commit().await?;
        Ok(Act::Done(row))
    }
}
