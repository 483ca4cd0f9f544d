//! What is changed about an account.

use super::{Act, Operator, OperatorError, end_sessions, plan::known};
use crate::{
    accounts::{Keys, clear, emails::AccountEmail, now, role::Role},
    audit::{self, Action},
};
use entity::{
    model::AccountId,
    table::user::{ActiveModel, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

impl Operator {
    /// Give an account another plan. Its keys have the new limits within two seconds.
    pub async fn set_plan(&self, email: &str, name: &str) -> Result<Model, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        known(&transaction, name).await?;
        let what = format!("{} to {name}", row.plan);
        let mut changed = row.into_active_model();
        changed.plan = Set(name.to_owned());
        self.finish(transaction, changed, Action::PlanChange, &what).await
    }

    /// Give an account another role.
    pub async fn set_role(&self, email: &str, role: Role) -> Result<Act<Model>, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        if row.role == role.as_str() && row.is_admin == (role == Role::Admin) {
            return Ok(Act::Already(row));
        }
        if role != Role::Admin {
            self.spare(&transaction, &row).await?;
        }
        let what = format!("{} to {role}", row.role);
        let mut changed = row.into_active_model();
        changed.role = Set(role.as_str().to_owned());
        changed.is_admin = Set(role == Role::Admin);
        self.finish(transaction, changed, Action::RoleChange, &what).await.map(Act::Done)
    }

    /// Keep somebody out: they are signed out, their keys are refused and what these have open is
    /// closed, on every node. `why` is told to whoever signs in with the right password; of an
    /// account that is disabled already it is all that can change.
    pub async fn disable(&self, email: &str, why: &str) -> Result<Act<Model>, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        let why = why.replace('\0', "");
        if row.disabled_at.is_some() && row.disabled_why.as_ref() == Some(&why) {
            return Ok(Act::Already(row));
        }
        self.spare(&transaction, &row).await?;
        end_sessions(&transaction, row.id).await?;
        let since = row.disabled_at.unwrap_or_else(now);
        let mut changed = row.into_active_model();
        changed.disabled_at = Set(Some(since));
        changed.disabled_why = Set(Some(why.clone()));
        self.finish(transaction, changed, Action::AccountDisable, &why).await.map(Act::Done)
    }

    /// Let somebody in again. Keys that were not revoked work as before.
    pub async fn enable(&self, email: &str) -> Result<Act<Model>, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        if row.disabled_at.is_none() {
            return Ok(Act::Already(row));
        }
        let mut changed = row.into_active_model();
        changed.disabled_at = Set(None);
        changed.disabled_why = Set(None);
        self.finish(transaction, changed, Action::AccountEnable, "").await.map(Act::Done)
    }

    /// Take off a second factor that its owner lost. They are signed out, and told by letter.
    pub async fn two_factor_off(&self, email: &str) -> Result<Act<Model>, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        if row.totp_seed.is_none() {
            return Ok(Act::Already(row));
        }
        end_sessions(&transaction, row.id).await?;
        clear::factor(&transaction, row.id).await?;
        let letter = AccountEmail::Changed {
            email: row.email.clone(),
            what:
                "The second factor of your account was switched off by those who look after this \
                   service. Until you set it up anew your password alone lets you in."
                    .to_owned(),
        };
        self.accounts.post_with(&transaction, letter).await?;
        let mut changed = row.into_active_model();
        changed.totp_seed = Set(None);
        changed.totp_used_step = Set(None);
        let row = self.finish(transaction, changed, Action::FactorOff, "").await?;
        self.accounts.posted();
        Ok(Act::Done(row))
    }

    /// Sign somebody out everywhere; links on their way to them stop working. How many sessions that
    /// were.
    pub async fn end_sessions(&self, email: &str) -> Result<u64, OperatorError> {
        let transaction = self.begin().await?;
        let row = self.locked(&transaction, email).await?;
        let ended = end_sessions(&transaction, row.id).await?;
        let entry = self.entry(Action::SessionsEnd, row.id, &format!("{ended} sessions"));
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        Ok(ended)
    }

    /// Write a changed account and the act, and let every node look at its keys anew.
    async fn finish(
        &self,
        transaction: sea_orm::DatabaseTransaction,
        changed: ActiveModel,
        action: Action,
        what: &str,
    ) -> Result<Model, OperatorError> {
        let row = changed.update(&transaction).await?;
        Keys::touch_all(&transaction, AccountId(row.id)).await?;
        audit::write(&transaction, self.entry(action, row.id, what)).await?;
        transaction.commit().await?;
        Ok(row)
    }
}
