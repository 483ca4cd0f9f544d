//! `account`: the people who signed up. (`user` is a reserved word in PostgreSQL.)

use sea_orm::entity::prelude::*;
use std::fmt;

/// One customer or operator.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Ours.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// In lower case; unique.
    pub email: String,
    /// argon2id in PHC form.
    pub password_hash: String,
    /// When the address was shown to be theirs, in milliseconds since 1970.
    pub verified_at: Option<i64>,
    /// Looks after the service: whether `role` is `admin`.
    pub is_admin: bool,
    /// `customer`, `viewer`, `operator` or `admin`.
    pub role: String,
    /// The name of the plan.
    pub plan: String,
    /// The seed of one-time passwords, base32; present once confirmed.
    pub totp_seed: Option<String>,
    /// The last time step whose one-time password was used, so that none is used twice.
    pub totp_used_step: Option<i64>,
    /// When they signed up, in milliseconds since 1970.
    pub created_at: i64,
    /// Since when they may not sign in, in milliseconds since 1970.
    pub disabled_at: Option<i64>,
    /// Why, in the words of whoever disabled it; its owner reads them.
    #[sea_orm(column_type = "Text", nullable)]
    pub disabled_why: Option<String>,
    /// How often all that lets somebody in was ended: sessions and letters of an earlier one count
    /// for nothing.
    pub generation: i64,
    /// The address they asked to move to, while the letter there is on its way.
    pub pending_email: Option<String>,
    /// When they asked, in milliseconds since 1970.
    pub pending_at: Option<i64>,
    /// Wrong codes of the second factor in a row.
    pub wrong_codes: i64,
    /// When the last one was tried, in milliseconds since 1970.
    pub wrong_code_at: Option<i64>,
    /// Since when it waits to be deleted, at its owner's wish, in milliseconds since 1970.
    pub closed_at: Option<i64>,
}

impl fmt::Debug for Model {
    /// No hash, no seed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("verified", &self.verified_at.is_some())
            .field("is_admin", &self.is_admin)
            .field("plan", &self.plan)
            .field("two_factor", &self.totp_seed.is_some())
            .field("disabled", &self.disabled_at.is_some())
            .field("closed", &self.closed_at.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ModelEx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelEx").finish_non_exhaustive()
    }
}

impl ActiveModelBehavior for ActiveModel {}
