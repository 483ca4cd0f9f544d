//! Looking at accounts.

use super::{OperatorError, plan::known};
use crate::{accounts::session::Sessions, store::Database};
use entity::table::{
    api_key, session,
    user::{self, Column, Model},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LikeExpr},
};
use std::collections::{BTreeSet, HashMap};

/// Accounts whose keys are counted in one statement.
const MAX_ROWS: usize = 500;

/// Which accounts; everybody where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// With this in their address.
    pub search: Option<String>,
    pub plan: Option<String>,
    pub role: Option<String>,
    /// Disabled ones alone.
    pub disabled: bool,
    /// At most so many.
    pub limit: u64,
}

/// One account of a list.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// The row.
    pub account: Model,
    /// Its keys that are not revoked.
    pub keys: i64,
}

/// Whoever looks and changes nothing. It needs the database alone.
#[derive(Clone, Debug)]
pub struct Reader(Database);

impl Reader {
    /// Of this database.
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    pub async fn account(&self, email: &str) -> Result<Model, OperatorError> {
        let found = user::Entity::find().filter(Column::Email.eq(email)).one(self.0.pool()).await?;
        found.ok_or_else(|| OperatorError::NoAccount(email.to_owned()))
    }

    /// The keys of an account, newest first, revoked ones too.
    pub async fn keys(&self, account: &Model) -> Result<Vec<api_key::Model>, OperatorError> {
        let rows = api_key::Entity::find()
            .filter(api_key::Column::AccountId.eq(account.id))
            .order_by_desc(api_key::Column::Id)
            .all(self.0.pool())
            .await?;
        Ok(rows)
    }

    /// The sessions of an account.
    pub async fn sessions(&self, account: &Model) -> Result<Vec<session::Model>, OperatorError> {
        Ok(Sessions::new(self.0.clone()).of(account.id).await?)
    }

    /// The addresses of those of these accounts that are still there.
    pub async fn addresses(
        &self,
        accounts: impl Iterator<Item = i64>,
    ) -> Result<HashMap<i64, String>, OperatorError> {
        let accounts: Vec<i64> = accounts.collect::<BTreeSet<_>>().into_iter().collect();
        let mut addresses = HashMap::new();
        for chunk in accounts.chunks(MAX_ROWS) {
            let found: Vec<(i64, String)> = user::Entity::find()
                .select_only()
                .columns([Column::Id, Column::Email])
                .filter(Column::Id.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(self.0.pool())
                .await?;
            addresses.extend(found);
        }
        Ok(addresses)
    }

    /// Accounts, the newest first.
    pub async fn list(&self, filter: &Filter) -> Result<Vec<AccountLine>, OperatorError> {
        let database = self.0.pool();
        let mut select = user::Entity::find().order_by_desc(Column::Id).limit(filter.limit);
        if let Some(text) = &filter.search {
            let text = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            let pattern = LikeExpr::new(format!("%{text}%")).escape('!');
            select = select.filter(Expr::col(Column::Email).like(pattern));
        }
        if let Some(plan) = &filter.plan {
            known(database, plan).await?;
            select = select.filter(Column::Plan.eq(plan));
        }
        if let Some(role) = &filter.role {
            select = select.filter(Column::Role.eq(role));
        }
        if filter.disabled {
            select = select.filter(Column::DisabledAt.is_not_null());
        }
        let rows = select.all(database).await?;
        let mut keys: HashMap<i64, i64> = HashMap::new();
        for chunk in rows.chunks(MAX_ROWS) {
            let counted: Vec<(i64, i64)> = api_key::Entity::find()
                .select_only()
                .column(api_key::Column::AccountId)
                .column_as(api_key::Column::Id.count(), "keys")
                .filter(api_key::Column::AccountId.is_in(chunk.iter().map(|row| row.id)))
                .filter(api_key::Column::RevokedAt.is_null())
                .group_by(api_key::Column::AccountId)
                .into_tuple()
                .all(database)
                .await?;
            keys.extend(counted);
        }
        let line = |account: Model| {
            let keys = keys.get(&account.id).copied().unwrap_or_default();
            AccountLine { account, keys }
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
