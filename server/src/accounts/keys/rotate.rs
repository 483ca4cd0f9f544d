//! A new token for a key; the old one stays good for a while.

use super::{
    Asked, KeyError, KeySummary, Keys, Minted, Token,
    fence::Fence,
    service::{Change, there},
};
use crate::audit::Action;
use entity::{
    model::{AccountId, Grace, KeyId},
    table::millis,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

impl Keys {
    /// Give a key a new token; the one it had stays good for `grace`. The public id stays, so
    /// sockets need no change. A token that an earlier rotation left good ends at once. A key may
    /// rotate itself, for its bounds stay; by a token that was replaced it may not.
    pub async fn rotate(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
        grace: Grace,
    ) -> Result<Minted, KeyError> {
        let until = millis(self.now() + grace.length());
        let mut minted = None;
        let row = self
            .edit(account, key, asked.into(), Action::KeyRotate, |row, reach| {
                there(row)?;
                reach.may_give(&Fence::of(row))?;
                let token = Token::mint(&row.public_id);
                let mut changed = row.clone().into_active_model();
                changed.token_hash = Set(token.hash().hex());
                changed.hint = Set(token.hint().to_owned());
                changed.old_token_hash = Set(Some(row.token_hash.clone()));
                changed.old_token_until = Set(Some(until));
                changed.old_token_calls = Set(0);
                changed.old_token_used_at = Set(None);
                minted = Some(token);
                let detail = Some(format!("the old token stays good: {}", grace.as_str()));
                Ok(Change { row: changed, detail })
            })
            .await?;
        self.meters.forget_old(row.id);
        let token = minted.ok_or(KeyError::NotFound)?;
        Ok(Minted { key: self.view(row), token })
    }

    /// End a rotation early: the old token is no good from now on. Nothing happens where none is
    /// under way.
    pub async fn finish_rotation(
        &self,
        account: AccountId,
        key: KeyId,
        asked: impl Into<Asked>,
    ) -> Result<KeySummary, KeyError> {
        let now = millis(self.now());
        let row = self
            .edit(account, key, asked.into(), Action::KeyRotate, |row, reach| {
                there(row)?;
                reach.may_curb(row)?;
                let mut changed = row.clone().into_active_model();
                if row.old_token_until.is_some_and(|until| until > now) {
                    changed.old_token_until = Set(Some(now));
                }
                Ok(Change { row: changed, detail: Some("the old token was ended".to_owned()) })
            })
            .await?;
        Ok(self.view(row))
    }
}
