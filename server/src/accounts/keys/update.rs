//! Changing a key's name, scopes, end, addresses or origins.

use super::{
    By, KeyEdit, KeyError, KeyView, Keys, rules,
    service::{touchable, within},
};
use entity::model::{AccountId, KeyId};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// Change what `edit` names; all of it or nothing. Open sockets that the new rules no longer
    /// admit are closed.
    pub async fn update(
        &self,
        account: AccountId,
        key: KeyId,
        by: By,
        edit: &KeyEdit,
    ) -> Result<KeyView, KeyError> {
        let checked = rules::check(edit, self.now())?;
        let row = self
            .edit(account, key, by, |row, own| {
                touchable(row, own)?;
                within(edit.scopes.as_deref().unwrap_or_default(), own)?;
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
                Ok(changed)
            })
            .await?;
        Ok(self.view(row))
    }
}
