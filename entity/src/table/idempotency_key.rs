//! `idempotency_key`: what was answered to a POST, so that sending it again does nothing twice.

use sea_orm::entity::prelude::*;

/// One request that named itself.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// SHA-256 of the caller and the name it gave, in hex.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// SHA-256 of the method, the path and the body, in hex.
    pub request_hash: String,
    /// The answer's status; `None` while the request is under way.
    pub status: Option<i32>,
    /// The answer's body, sealed with what only the caller has.
    pub body: Option<String>,
    /// When the request came, in milliseconds since 1970.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
