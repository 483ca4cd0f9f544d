//! Making an account.

use super::{Operator, OperatorError, plan::known};
use crate::{
    accounts::{bootstrap, role::Role},
    audit::{self, Action, Outcome},
    credentials::Password,
    credentials::email::Email,
};
use entity::table::user::Model;

impl Operator {
    /// Make an account whose address counts as confirmed. Its password is in the answer and nowhere
    /// else. That an address was taken is written down too.
    pub async fn create(
        &self,
        email: &Email,
        admin: bool,
        plan: &str,
    ) -> Result<(Model, String), OperatorError> {
        let users = &self.accounts.users;
        known(users.database.pool(), plan).await?;
        let password = bootstrap::random_password();
        let hash = users.hasher.hash(Password::typed(password.clone())).await?;
        let transaction = self.begin().await?;
        let added = users.add_in(&transaction, email, hash, admin, plan, true).await?;
        let Some(row) = added else {
            drop(transaction);
            return Err(self.taken(email).await?);
        };
        let role = row.role.parse::<Role>().unwrap_or(Role::Customer);
        // Its address is left out: rows of the log outlive the account.
        let what = format!("plan {}, role {role}", row.plan);
        audit::write(&transaction, self.entry(Action::AccountCreate, row.id, &what)).await?;
        transaction.commit().await?;
        Ok((row, password))
    }

    /// Write that an address was taken.
    async fn taken(&self, email: &Email) -> Result<OperatorError, OperatorError> {
        let users = &self.accounts.users;
        if let Some(row) = users.find(email.as_str()).await? {
            let entry = self.entry(Action::AccountCreate, row.id, "the address is taken");
            audit::write(users.database.pool(), entry.outcome(Outcome::Refused)).await?;
        }
        Ok(OperatorError::Taken(email.as_str().to_owned()))
    }
}
