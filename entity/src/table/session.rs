//! `session`: the browsers that are signed in, or about to be.

use sea_orm::entity::prelude::*;
use std::fmt;

/// One session. The id itself is kept nowhere but in the browser.
#[sea_orm::model]
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the id, in hex.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    /// Who is signed in; `None` until they are.
    pub account_id: Option<i64>,
    /// What the session remembers, as JSON.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last used, to within some minutes, in milliseconds since 1970.
    pub seen_at: i64,
    /// When it ends at the latest, in milliseconds since 1970.
    pub expires_at: i64,
    /// The address it was begun from.
    pub address: Option<String>,
    /// What the browser called itself.
    pub agent: Option<String>,
}

impl fmt::Debug for Model {
    /// Not what it remembers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("account_id", &self.account_id)
            .field("created_at", &self.created_at)
            .field("seen_at", &self.seen_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ModelEx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelEx").finish_non_exhaustive()
    }
}

impl ActiveModelBehavior for ActiveModel {}
