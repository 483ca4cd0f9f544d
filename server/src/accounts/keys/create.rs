//! Making a key.

use super::{
    By, KeyDraft, KeyEdit, KeyError, Keys, Minted, Token, rules,
    service::{of, wall, within},
    token,
};
use entity::{
    model::AccountId,
    table::{api_key, millis},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter};

/// Keys one account may have, revoked ones not counted.
const MOST: usize = 100;

impl Keys {
    /// Make a key for an account. The token is in the answer and nowhere else.
    pub async fn create(
        &self,
        account: AccountId,
        by: By,
        draft: &KeyDraft,
    ) -> Result<Minted, KeyError> {
        let now = self.now();
        let checked = rules::check(&KeyEdit::from(draft), now)?;
        let token = Token::mint(&token::public_id());
        let transaction = self.database.begin().await?;
        self.lock_account(&transaction, account).await?;
        within(&draft.scopes, &self.own_scopes(&transaction, account, by).await?)?;
        let have =
            of(account).filter(api_key::Column::RevokedAt.is_null()).count(&transaction).await?;
        if have >= MOST as u64 {
            return Err(KeyError::TooMany(MOST));
        }
        let row = api_key::ActiveModel {
            account_id: Set(account.0),
            public_id: Set(token.public_id().to_owned()),
            token_hash: Set(token.hash().hex()),
            old_token_hash: Set(None),
            old_token_until: Set(None),
            hint: Set(token.hint().to_owned()),
            name: Set(checked.name.unwrap_or_default()),
            scopes: Set(checked.scopes.unwrap_or_default()),
            addresses: Set(checked.addresses.flatten()),
            origins: Set(checked.origins.flatten()),
            created_at: Set(millis(now)),
            expires_at: Set(checked.expires_at.flatten()),
            last_used_at: Set(None),
            last_used_from: Set(None),
            last_used_agent: Set(None),
            old_token_calls: Set(0),
            old_token_used_at: Set(None),
            changed_at: Set(wall()),
            disabled_at: Set(None),
            revoked_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(&transaction).await?;
        transaction.commit().await?;
        // Somebody may have tried this very id a moment ago.
        self.records.invalidate(&row.public_id).await;
        Ok(Minted { key: self.view(row), token })
    }
}
