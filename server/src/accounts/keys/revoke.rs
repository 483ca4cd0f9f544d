//! Ending a key for good.

use super::{By, KeyError, KeyView, Keys};
use entity::{
    model::{AccountId, KeyId},
    table::millis,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// End a key for good: its token is refused and its sockets and streams are closed, here at
    /// once and on every other node within two seconds. Revoking it again changes nothing.
    pub async fn revoke(
        &self,
        account: AccountId,
        key: KeyId,
        by: By,
    ) -> Result<KeyView, KeyError> {
        let now = millis(self.now());
        let row = self
            .edit(account, key, by, |row, _| {
                let mut changed = row.clone().into_active_model();
                changed.revoked_at = Set(Some(row.revoked_at.unwrap_or(now)));
                Ok(changed)
            })
            .await?;
        Ok(self.view(row))
    }
}
