//! Ending a key for good.

use super::{Asked, KeyError, KeySummary, Keys};
use crate::audit::Action;
use entity::{
    model::{AccountId, KeyId},
    table::millis,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// End a key for good: its token is refused and its sockets and streams are closed, here at
    /// once and on every other node within two seconds. Revoking it again changes nothing. A key may
    /// revoke itself, and others that may do no more than itself.
    pub async fn revoke(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
    ) -> Result<KeySummary, KeyError> {
        let now = millis(self.now());
        let row = self
            .edit(account, key, asked.into(), Action::KeyRevoke, |row, reach| {
                reach.may_curb(row)?;
                let mut changed = row.clone().into_active_model();
                if row.revoked_at.is_none() {
                    changed.revoked_at = Set(Some(now));
                }
                Ok(changed.into())
            })
            .await?;
        Ok(self.view(row))
    }
}
