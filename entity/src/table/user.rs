//! `account`: the people who signed up. (`user` is a reserved word in PostgreSQL.)

use sea_orm::entity::prelude::*;

/// One customer or operator.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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
}

impl ActiveModelBehavior for ActiveModel {}
