//! Making a key.

use super::{
    Asked, KeyDraft, KeyEdit, KeyError, Keys, Minted, Token,
    fence::Fence,
    rules::{self, Checked},
    service::{entry, of, target, wall},
    token,
};
use crate::audit::{self, Action, Entry};
use entity::{
    model::{AccountId, Instant},
    table::{api_key, millis, user},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter,
};

/// Keys one account may have, revoked ones not counted.
const MAX_KEYS: usize = 100;

impl Keys {
    /// Make a key for an account. The token is in the answer and nowhere else. What `draft` leaves
    /// out is as whoever asks has it.
    pub async fn create(
        &self,
        account: AccountId,
        asked: impl Into<Asked>,
        draft: impl Into<KeyEdit>,
    ) -> Result<Minted, KeyError> {
        let (now, asked, mut draft) = (self.now(), asked.into(), draft.into());
        let transaction = self.database.begin().await?;
        let owner = self.lock_account(&transaction, account).await?;
        confirmed(&owner)?;
        let reach = self.reach(&transaction, account, &asked).await?;
        reach.complete(&mut draft);
        let checked = rules::check(&draft, now)?;
        let entry = entry(Action::KeyCreate, account, asked.origin, &reach, asked.by);
        if let Err(error) = reach.may_give(&Fence::new(&checked)) {
            drop(transaction);
            self.refused(&error, entry).await;
            return Err(error);
        }
        let (row, token) = add(&transaction, account, checked, now, entry).await?;
        transaction.commit().await?;
        // Somebody may have tried this very id a moment ago.
        self.unknown.invalidate(&row.public_id);
        Ok(Minted { key: self.view(row), token })
    }
}

/// Make a key in a transaction that has its owner locked, for who may give every scope. It needs no
/// more of the service than its database.
pub(in crate::accounts) async fn create_in(
    transaction: &impl ConnectionTrait,
    owner: &user::Model,
    draft: &KeyDraft,
    now: Instant,
    entry: Entry,
) -> Result<(api_key::Model, Token), KeyError> {
    confirmed(owner)?;
    let checked = rules::check(&KeyEdit::from(draft), now)?;
    add(transaction, AccountId(owner.id), checked, now, entry).await
}

/// Whoever has a key has shown that their address is theirs.
fn confirmed(owner: &user::Model) -> Result<(), KeyError> {
    match owner.verified_at {
        Some(_) => Ok(()),
        None => Err(KeyError::Unconfirmed),
    }
}

/// Add the row of a new key, and the act.
async fn add(
    transaction: &impl ConnectionTrait,
    account: AccountId,
    checked: Checked,
    now: Instant,
    entry: Entry,
) -> Result<(api_key::Model, Token), KeyError> {
    let have = of(account).filter(api_key::Column::RevokedAt.is_null()).count(transaction).await?;
    if have >= MAX_KEYS as u64 {
        return Err(KeyError::TooMany(MAX_KEYS));
    }
    let token = Token::mint(&token::public_id());
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
    let row = row.insert(transaction).await?;
    let entry = entry.target(target(&row.public_id)).detail(format!("scopes {}", row.scopes));
    audit::write(transaction, entry).await?;
    Ok((row, token))
}
