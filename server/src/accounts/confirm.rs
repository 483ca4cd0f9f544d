//! What a letter's link lets its reader do: confirm the address, choose a new password, sign in.
//! Whoever has the mailbox is the owner; what anybody else made before the first confirmation ends with
//! it.

use super::{
    Accounts, Keys, clear, now,
    token::{self, Kind},
    trusted_address,
    who::{ActError, Who},
};
use crate::audit::{self, Action};
use entity::{
    model::AccountId,
    table::{account_token, user},
};

impl Accounts {
    /// The address of an account is its owner's, who signs in with the password of `hash` from now
    /// on.
    pub(crate) async fn confirm(
        &self,
        keys: &Keys,
        link: &account_token::Model,
        hash: String,
        who: &Who,
    ) -> Result<user::Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        if row.verified_at.is_some() || !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        clear::everything(&transaction, keys, row.id, who).await?;
        clear::set(&transaction, row.id, user::Column::PasswordHash, hash).await?;
        clear::set(&transaction, row.id, user::Column::VerifiedAt, Some(now())).await?;
        audit::write(&transaction, who.did(Action::Confirm, row.id)).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::Over)?;
        transaction.commit().await?;
        keys.look_again(AccountId(row.id)).await;
        Ok(row)
    }

    /// Put a new password in force by a letter's link, which shows the address to be the owner's as
    /// well. A second factor that the owner set up is still asked for afterwards.
    pub(crate) async fn reset(
        &self,
        keys: &Keys,
        link: &account_token::Model,
        hash: String,
        who: &Who,
        place: &str,
    ) -> Result<(), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        if !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        if row.verified_at.is_some() {
            // Wrong codes stay counted: who reads the mailbox must not guess on for ever.
            clear::ways_in(&transaction, row.id).await?;
        } else {
            clear::everything(&transaction, keys, row.id, who).await?;
            clear::set(&transaction, row.id, user::Column::VerifiedAt, Some(now())).await?;
            audit::write(&transaction, who.did(Action::Confirm, row.id)).await?;
        }
        clear::set(&transaction, row.id, user::Column::PasswordHash, hash).await?;
        // With a second factor a place is known only once its code was given there.
        if row.totp_seed.is_none() {
            trusted_address::learn(&transaction, &self.key, row.id, place).await?;
        }
        audit::write(&transaction, who.did(Action::PasswordReset, row.id)).await?;
        let what = "The password of your account was changed, and every session was ended.";
        self.tell_with(&transaction, &row.email, what).await?;
        transaction.commit().await?;
        self.posted();
        keys.look_again(AccountId(row.id)).await;
        Ok(())
    }

    /// Use up a link that signs its reader in, and with it all others of its kind. Gives who they are,
    /// for a second factor is still asked for.
    pub(crate) async fn enter(&self, link: &account_token::Model) -> Result<user::Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        if row.disabled_at.is_some() || !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        token::forget(&transaction, row.id, Kind::Enter).await?;
        transaction.commit().await?;
        Ok(row)
    }
}
