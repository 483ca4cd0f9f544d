//! Moving an account to another address: asked for inside, agreed to by the new mailbox, and undone
//! by the old one for some days.

use super::{
    Accounts, Keys, clear, close,
    letter::Letter,
    now,
    password::Password,
    secret,
    token::{self, Kind},
    user,
    who::{ActError, Who},
};
use crate::audit::{self, Action};
use entity::{
    model::AccountId,
    table::{
        account_token,
        user::{Column, Model},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr};
use serde::{Deserialize, Serialize};

/// What an undo link carries: how the account was before it moved.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    email: String,
    /// Tells its second factor from one that was set up since.
    factor: Option<String>,
    /// Keys with a higher id were made since.
    last_key: i64,
}

impl Accounts {
    /// Ask for another address. The letter to it holds the link; the address in use is told.
    pub(super) async fn ask_to_move(
        &self,
        account: i64,
        email: &str,
        who: &Who,
    ) -> Result<(), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        if row.verified_at.is_none() {
            return Err(ActError::Unconfirmed);
        }
        clear::set(&transaction, row.id, Column::PendingEmail, Some(email.to_owned())).await?;
        clear::set(&transaction, row.id, Column::PendingAt, Some(now())).await?;
        token::forget(&transaction, row.id, Kind::Email).await?;
        let letter =
            Letter::Moving { account: row.id, email: email.to_owned(), stamp: user::stamp(&row) };
        self.post_with(&transaction, letter).await?;
        let what = "Somebody asked for another e-mail address for your account. It is shown in \
                    your settings, where you can call it off.";
        self.tell_with(&transaction, &row.email, what).await?;
        audit::write(&transaction, who.did(Action::EmailAsk, row.id)).await?;
        transaction.commit().await?;
        self.posted();
        Ok(())
    }

    /// Call a change of address off.
    pub(super) async fn stay(&self, account: i64, who: &Who) -> Result<(), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        clear::set(&transaction, row.id, Column::PendingEmail, None::<String>).await?;
        clear::set(&transaction, row.id, Column::PendingAt, None::<i64>).await?;
        token::forget(&transaction, row.id, Kind::Email).await?;
        audit::write(&transaction, who.did(Action::EmailCancel, row.id)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The new mailbox agrees: the account uses it from now on, and every session ends. The old one
    /// gets a letter with a way back.
    pub(super) async fn move_here(
        &self,
        keys: &Keys,
        link: &account_token::Model,
        who: &Who,
    ) -> Result<Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        let email = link.detail.clone().ok_or(ActError::Over)?;
        let wanted = row.pending_email.as_deref() == Some(email.as_str());
        if !wanted || !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        let before = Before {
            email: row.email.clone(),
            factor: self.factor_mark(&row),
            last_key: keys.last_of(&transaction, AccountId(row.id)).await?,
        };
        clear::ways_in(&transaction, row.id).await?;
        close::vacate(&transaction, &email).await?;
        rename(&transaction, row.id, &email).await?;
        let letter = Letter::Moved {
            account: row.id,
            email: row.email.clone(),
            before: serde_json::to_string(&before)?,
        };
        self.post_with(&transaction, letter).await?;
        audit::write(&transaction, who.did(Action::EmailChange, row.id)).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        self.posted();
        Ok(row)
    }

    /// The old mailbox takes the account back: as it was before it moved, with all ways in ended,
    /// what was made since taken away, and no password until a new one is chosen. Gives the link for
    /// that.
    pub(super) async fn undo_move(
        &self,
        keys: &Keys,
        link: &account_token::Model,
        who: &Who,
    ) -> Result<String, ActError> {
        let before: Before = serde_json::from_str(link.detail.as_deref().ok_or(ActError::Over)?)?;
        // Nobody knows it; the old one may be what was stolen.
        let hash = self.users.hasher.hash(Password::typed(secret::token())).await?;
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        if !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        clear::ways_in(&transaction, row.id).await?;
        if self.factor_mark(&row) != before.factor {
            clear::factor(&transaction, row.id).await?;
        }
        keys.revoke_since(&transaction, AccountId(row.id), before.last_key).await?;
        close::vacate(&transaction, &before.email).await?;
        rename(&transaction, row.id, &before.email).await?;
        clear::set(&transaction, row.id, Column::PasswordHash, hash).await?;
        clear::set(&transaction, row.id, Column::ClosedAt, None::<i64>).await?;
        // Ways back that were given to addresses it had since lead nowhere.
        account_token::Entity::delete_many()
            .filter(account_token::Column::AccountId.eq(row.id))
            .filter(account_token::Column::CreatedAt.gte(link.created_at))
            .exec(&transaction)
            .await?;
        let reset = token::issue(&transaction, row.id, Kind::Reset, None).await?;
        audit::write(&transaction, who.did(Action::EmailUndo, row.id)).await?;
        let what = "The change of your account's e-mail address was undone, and every session was \
                    ended.";
        self.tell_with(&transaction, &before.email, what).await?;
        transaction.commit().await?;
        self.posted();
        keys.look_again(AccountId(row.id)).await;
        Ok(reset)
    }

    /// Tells one second factor from another.
    fn factor_mark(&self, row: &Model) -> Option<String> {
        row.totp_seed.as_ref()?;
        // Random enough to need no key; a seed that cannot be read is like no other.
        let text = self.seed(row).map_or_else(secret::token, |seed| seed.text());
        Some(secret::digest(&format!("factor|{text}")))
    }
}

async fn rename(
    transaction: &impl ConnectionTrait,
    account: i64,
    email: &str,
) -> Result<(), ActError> {
    match clear::set(transaction, account, Column::Email, email.to_owned()).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(ActError::Taken)
        }
        other => Ok(other?),
    }
}
