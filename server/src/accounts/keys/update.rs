//! Changing a key's name, scopes, end, addresses or origins.

use super::{
    Asked, KeyEdit, KeyError, KeySummary, Keys,
    fence::Fence,
    rules,
    service::{Change, there},
};
use crate::audit::Action;
use entity::model::{AccountId, KeyId};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// Change what `edit` names; all of it or nothing. Open sockets that the new rules no longer
    /// admit are closed. By a key another is changed only if its bounds are no wider than that
    /// key's own, both before and afterwards, and never itself.
    pub async fn update(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
        edit: &KeyEdit,
    ) -> Result<KeySummary, KeyError> {
        let checked = rules::check(edit, self.now())?;
        let row = self
            .edit(account, key, asked.into(), Action::KeyUpdate, |row, reach| {
                there(row)?;
                reach.may_edit(row)?;
                // As it stands, too: a wider key that is narrowed first could be rotated next, which
                // takes it over.
                reach.may_give(&Fence::of(row))?;
                reach.may_give(&Fence::after(row, &checked))?;
                let detail = Some(format!("changed {}", edit.named().join(", ")));
                let mut changed = row.clone().into_active_model();
                if let Some(name) = checked.name {
                    changed.name = Set(name);
                }
                if let Some(scopes) = checked.scopes {
                    changed.scopes = Set(scopes);
                }
                if let Some(expires_at) = checked.expires_at {
                    changed.expires_at = Set(expires_at);
                }
                if let Some(addresses) = checked.addresses {
                    changed.addresses = Set(addresses);
                }
                if let Some(origins) = checked.origins {
                    changed.origins = Set(origins);
                }
                Ok(Change { row: changed, detail })
            })
            .await?;
        Ok(self.view(row))
    }
}
