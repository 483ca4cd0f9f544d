//! Switching a key off and on again.

use super::{By, KeyError, KeyView, Keys, service::touchable};
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
        by: By,
    ) -> Result<KeyView, KeyError> {
        let now = millis(self.now());
        let row = self
            .edit(account, key, by, |row, _| {
                if row.revoked_at.is_some() {
                    return Err(KeyError::Revoked);
                }
                let mut changed = row.clone().into_active_model();
                changed.disabled_at = Set(Some(row.disabled_at.unwrap_or(now)));
                Ok(changed)
            })
            .await?;
        Ok(self.view(row))
    }

    /// Switch a key on again.
    pub async fn enable(
        &self,
        account: AccountId,
        key: KeyId,
        by: By,
    ) -> Result<KeyView, KeyError> {
        let row = self
            .edit(account, key, by, |row, own| {
                touchable(row, own)?;
                let mut changed = row.clone().into_active_model();
                changed.disabled_at = Set(None);
                Ok(changed)
            })
            .await?;
        Ok(self.view(row))
    }
}
