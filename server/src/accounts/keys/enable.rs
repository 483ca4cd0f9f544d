//! Switching a key off and on again.

use super::{Asked, KeyError, KeySummary, Keys, fence::Fence, service::there};
use crate::audit::Action;
use entity::{
    model::{AccountId, KeyId},
    table::millis,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// Switch a key off; its sockets are closed. One that is off stays off since when it was.
    pub async fn disable(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
    ) -> Result<KeySummary, KeyError> {
        let now = millis(self.now());
        let row = self
            .edit(account, key, asked.into(), Action::KeyDisable, |row, reach| {
                there(row)?;
                reach.may_edit(row)?;
                let mut changed = row.clone().into_active_model();
                if row.disabled_at.is_none() {
                    changed.disabled_at = Set(Some(now));
                }
                Ok(changed.into())
            })
            .await?;
        Ok(self.view(row))
    }

    /// Switch a key on again.
    pub async fn enable(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
    ) -> Result<KeySummary, KeyError> {
        let row = self
            .edit(account, key, asked.into(), Action::KeyEnable, |row, reach| {
                there(row)?;
                reach.may_edit(row)?;
                // A key that works again is a key that is given.
                reach.may_give(&Fence::of(row))?;
                let mut changed = row.clone().into_active_model();
                if row.disabled_at.is_some() {
                    changed.disabled_at = Set(None);
                }
                Ok(changed.into())
            })
            .await?;
        Ok(self.view(row))
    }
}
