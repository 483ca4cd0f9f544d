//! Reading one's keys.

use super::{KeyError, KeySummary, Keys, service::of};
use entity::{
    model::{AccountId, KeyId},
    table::api_key,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Keys made before this one; `None` begins with the newest.
    pub before: Option<KeyId>,
    /// At most so many.
    pub limit: u64,
}

impl Keys {
    /// The keys of an account, newest first, revoked ones too.
    pub async fn list(&self, account: AccountId, page: Page) -> Result<Vec<KeySummary>, KeyError> {
        let mut select = of(account).order_by_desc(api_key::Column::Id).limit(page.limit);
        if let Some(KeyId(before)) = page.before {
            select = select.filter(api_key::Column::Id.lt(before));
        }
        let rows = select.all(self.database.pool()).await?;
        Ok(rows.into_iter().map(|row| self.view(row)).collect())
    }

    /// The key of an account that has this public id.
    pub async fn find(&self, account: AccountId, public_id: &str) -> Result<KeySummary, KeyError> {
        let select = of(account).filter(api_key::Column::PublicId.eq(public_id));
        let row = select.one(self.database.pool()).await?.ok_or(KeyError::NotFound)?;
        Ok(self.view(row))
    }
}
