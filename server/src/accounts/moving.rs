//! Moving an account to another address: asked for inside and agreed to by the new mailbox. The old
//! one can undo it for some days: see [`super::undo`].

use super::{
    Accounts, clear, close,
    emails::AccountEmail,
    now,
    token::{self, Kind},
    user,
    who::{ActError, Who},
};
use crate::{
    audit::{self, Action},
    credentials::email::masked,
};
use entity::table::{
    account_token,
    user::{Column, Model},
};
use sea_orm::{ConnectionTrait, SqlErr};
use serde::{Deserialize, Serialize};

/// What an undo link carries: how the account was before it moved.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    /// The address it had.
    pub email: String,
    /// When the move was asked for; earlier links do not say it.
    pub asked: Option<i64>,
}

impl Accounts {
    /// Ask for another address. The letter to it holds the link; the address in use is told.
    pub(crate) async fn ask_to_move(
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
        let letter = AccountEmail::Moving {
            account: row.id,
            email: email.to_owned(),
            stamp: user::stamp(&row),
        };
        self.post_with(&transaction, letter).await?;
        let what = "Somebody asked for another e-mail address for your account. It is shown in \
                    your settings, where you can call it off.";
        self.tell_with(&transaction, &row.email, what).await?;
        let entry = who.did(Action::EmailAsk, row.id).detail(move_of(&row.email, email));
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        self.posted();
        Ok(())
    }

    /// Call a change of address off.
    pub(crate) async fn stay(&self, account: i64, who: &Who) -> Result<(), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        let wanted = row.pending_email.as_deref();
        clear::set(&transaction, row.id, Column::PendingEmail, None::<String>).await?;
        clear::set(&transaction, row.id, Column::PendingAt, None::<i64>).await?;
        token::forget(&transaction, row.id, Kind::Email).await?;
        let entry = who.did(Action::EmailCancel, row.id);
        let entry = match wanted {
            Some(email) => entry.detail(move_of(&row.email, email)),
            None => entry,
        };
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The new mailbox agrees: the account uses it from now on, and every session ends. The old one
    /// gets a letter with a way back.
    pub(crate) async fn move_here(
        &self,
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
        let before = Before { email: row.email.clone(), asked: row.pending_at };
        clear::ways_in(&transaction, row.id).await?;
        close::vacate(&transaction, &email).await?;
        rename(&transaction, row.id, &email).await?;
        let letter = AccountEmail::Moved {
            account: row.id,
            email: row.email.clone(),
            before: serde_json::to_string(&before)?,
        };
        self.post_with(&transaction, letter).await?;
        let entry = who.did(Action::EmailChange, row.id).detail(move_of(&row.email, &email));
        audit::write(&transaction, entry).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        self.posted();
        Ok(row)
    }
}

/// From where to where, as the audit log has it.
pub(crate) fn move_of(from: &str, to: &str) -> String {
    format!("{} to {}", masked(from), masked(to))
}

/// Give an account its address; [`ActError::Taken`] where that is somebody else's.
pub(crate) async fn rename(
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
