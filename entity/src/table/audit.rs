//! `audit`: who did what, on whom, from where, and what came of it. Rows are added and, when they
//! are old enough, pruned; none is changed.

use sea_orm::entity::prelude::*;

/// One act.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    /// In the order of writing.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// `account:12`, `key:{public id}`, `anonymous`, `operator` (the command line) or `system`.
    pub actor: String,
    /// The account that it concerns, also after it is gone.
    pub account_id: Option<i64>,
    /// The word of what was done, such as `sign_in`.
    pub action: String,
    /// What it was done to, such as `key:{public id}`, where that is not the account.
    pub target: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// With which program, as it calls itself.
    pub agent: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
    /// `done`, `refused`, `throttled` or `failed`.
    pub result: String,
    /// What else is worth knowing, in words. Never a secret.
    pub detail: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
