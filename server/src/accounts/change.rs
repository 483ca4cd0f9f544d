//! What an owner, or an operator for them, changes at once: the password, the second factor, and
//! who is inside. Each ends all ways in; who asked is let in again by the caller.

use super::{
    Accounts, clear, recovery,
    who::{ActError, Who},
};
use crate::audit::{self, Action};
use entity::table::user;

impl Accounts {
    /// Put a new password in force.
    pub(crate) async fn change_password(
        &self,
        account: i64,
        hash: String,
        who: &Who,
    ) -> Result<user::Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        clear::ways_in(&transaction, row.id).await?;
        clear::wrong_codes(&transaction, row.id).await?;
        clear::set(&transaction, row.id, user::Column::PasswordHash, hash).await?;
        audit::write(&transaction, who.did(Action::PasswordChange, row.id)).await?;
        let what = "The password of your account was changed; other sessions were ended.";
        self.tell_with(&transaction, &row.email, what).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        self.posted();
        Ok(row)
    }

    /// Switch the second factor on: its seed as it is kept, and the step of the code that proved it.
    /// Gives the recovery codes, which are shown once.
    pub(crate) async fn factor_on(
        &self,
        account: i64,
        seed: String,
        step: i64,
        who: &Who,
    ) -> Result<(Vec<String>, user::Model), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        if row.verified_at.is_none() {
            return Err(ActError::Unconfirmed);
        }
        clear::ways_in(&transaction, row.id).await?;
        let codes = recovery::renew(&transaction, row.id).await?;
        clear::set(&transaction, row.id, user::Column::TotpUsedStep, Some(step)).await?;
        clear::set(&transaction, row.id, user::Column::TotpSeed, Some(seed)).await?;
        audit::write(&transaction, who.did(Action::FactorOn, row.id)).await?;
        let what = "Two-factor sign-in was switched on for your account.";
        self.tell_with(&transaction, &row.email, what).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        self.posted();
        Ok((codes, row))
    }

    /// Switch the second factor off.
    pub async fn factor_off(&self, account: i64, who: &Who) -> Result<user::Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        clear::ways_in(&transaction, row.id).await?;
        clear::factor(&transaction, row.id).await?;
        audit::write(&transaction, who.did(Action::FactorOff, row.id)).await?;
        let what = "Two-factor sign-in was switched off for your account.";
        self.tell_with(&transaction, &row.email, what).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        self.posted();
        Ok(row)
    }

    /// Make new recovery codes; the old ones stop working.
    pub(crate) async fn renew_codes(
        &self,
        account: i64,
        who: &Who,
    ) -> Result<Vec<String>, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        let codes = recovery::renew(&transaction, row.id).await?;
        audit::write(&transaction, who.did(Action::CodesRenew, row.id)).await?;
        let what = "New recovery codes were made for your account; the old ones stopped working.";
        self.tell_with(&transaction, &row.email, what).await?;
        transaction.commit().await?;
        self.posted();
        Ok(codes)
    }

    /// End every session, and all that may become one.
    pub async fn end_sessions(&self, account: i64, who: &Who) -> Result<user::Model, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        clear::ways_in(&transaction, row.id).await?;
        audit::write(&transaction, who.did(Action::SessionsEnd, row.id)).await?;
        let row = clear::lock(&transaction, row.id).await?.ok_or(ActError::NoAccount)?;
        transaction.commit().await?;
        Ok(row)
    }
}
