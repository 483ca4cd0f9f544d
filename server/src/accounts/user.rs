//! Accounts as axum-login sees them, and the rows behind them.

use super::{
    now,
    password::{HashError, Hasher, Verdict},
    role::Role,
    secret,
};
use crate::{
    credentials::{Password, email::Email},
    store::{Database, with_timeout},
};
use axum_login::{AuthUser, AuthnBackend};
use entity::table::user::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    SqlErr,
    sea_query::{Expr, OnConflict},
};

/// The plan of who signs up.
pub const FIRST_PLAN: &str = "free";

/// Somebody who is, or is about to be, signed in.
#[derive(Clone, Debug)]
pub struct User {
    pub row: Model,
    /// See [`stamp`].
    stamp: Vec<u8>,
}

impl From<Model> for User {
    fn from(row: Model) -> Self {
        let stamp = stamp(&row).into_bytes();
        Self { row, stamp }
    }
}

/// Changes with the password and whenever all ways in are ended: what was begun under another one
/// counts for nothing.
pub(crate) fn stamp(row: &Model) -> String {
    match row.generation {
        0 => secret::digest(&row.password_hash),
        generation => secret::digest(&format!("{}|{generation}", row.password_hash)),
    }
}

impl AuthUser for User {
    type Id = i64;

    fn id(&self) -> i64 {
        self.row.id
    }

    fn session_auth_hash(&self) -> &[u8] {
        &self.stamp
    }
}

/// What a sign-in form says.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// As typed, in lower case.
    pub email: String,
    /// As typed.
    pub password: Password,
}

/// Why nobody could be signed in or up.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The database did not do it.
    #[error("the database did not answer as it should: {0}")]
    Database(#[from] DbErr),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The password is right, and the account is disabled, for this reason.
    #[error("this account is disabled: {0}")]
    Disabled(String),
}

/// The rows, and how passwords are compared.
#[derive(Clone)]
pub struct Users {
    pub database: Database,
    /// A few at a time.
    pub hasher: Hasher,
}

impl Users {
    /// By address.
    pub async fn find(&self, email: &str) -> Result<Option<Model>, DbErr> {
        with_timeout(
            self.database.pool(),
            Entity::find().filter(Column::Email.eq(email)).one(self.database.pool()),
        )
        .await
    }

    pub async fn by_id(&self, id: i64) -> Result<Option<Model>, DbErr> {
        with_timeout(self.database.pool(), Entity::find_by_id(id).one(self.database.pool())).await
    }

    /// Whether nobody has signed up yet.
    pub async fn none(&self) -> Result<bool, DbErr> {
        Ok(Entity::find().count(self.database.pool()).await? == 0)
    }

    /// Add one; `None` where the address is taken.
    pub async fn add(
        &self,
        email: &Email,
        password_hash: String,
        is_admin: bool,
        plan: &str,
        verified: bool,
    ) -> Result<Option<Model>, DbErr> {
        let pool = self.database.pool();
        self.add_in(pool, email, password_hash, is_admin, plan, verified).await
    }

    /// The same, within a transaction, which is of no more use where the address is taken.
    pub async fn add_in(
        &self,
        connection: &impl ConnectionTrait,
        email: &Email,
        password_hash: String,
        is_admin: bool,
        plan: &str,
        verified: bool,
    ) -> Result<Option<Model>, DbErr> {
        let row = row(email, password_hash, is_admin, plan, verified);
        match Entity::insert(row).exec_without_returning(connection).await {
            Ok(_) => {
                let added = Entity::find().filter(Column::Email.eq(email.as_str()));
                added.one(connection).await
            }
            Err(error) => match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// Add somebody who signs up; nothing where the address is taken, and nobody is told which. Gives
    /// whose the address is now, for the audit log.
    pub async fn join(
        &self,
        connection: &impl ConnectionTrait,
        email: &Email,
        password_hash: String,
    ) -> Result<Option<i64>, DbErr> {
        let taken = OnConflict::column(Column::Email).do_nothing_on([Column::Email]).to_owned();
        Entity::insert(row(email, password_hash, false, FIRST_PLAN, false))
            .on_conflict(taken)
            .try_insert()
            .exec_without_returning(connection)
            .await?;
        let whose = Entity::find().select_only().column(Column::Id);
        whose.filter(Column::Email.eq(email.as_str())).into_tuple().one(connection).await
    }

    /// Set one column of one account.
    pub async fn set(
        &self,
        id: i64,
        column: Column,
        value: impl Into<sea_orm::Value>,
    ) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(column, Expr::value(value))
            .filter(Column::Id.eq(id))
            .exec(self.database.pool())
            .await?;
        Ok(())
    }

    /// Whether `password` is the account's. Takes as long where there is no account. That an account
    /// is disabled is told to those alone who know its password.
    pub async fn check(
        &self,
        account: Option<Model>,
        password: Password,
    ) -> Result<Option<User>, AccountError> {
        let kept = account.as_ref().map(|row| row.password_hash.clone());
        let verdict = self.hasher.verify(password.clone(), kept).await?;
        let Some(mut row) = account else { return Ok(None) };
        match verdict {
            Verdict::Wrong => return Ok(None),
            Verdict::Right => {}
            Verdict::RightButWeak => {
                row.password_hash = self.hasher.hash(password).await?;
                self.set(row.id, Column::PasswordHash, row.password_hash.clone()).await?;
            }
        }
        if row.disabled_at.is_some() {
            return Err(AccountError::Disabled(row.disabled_why.unwrap_or_default()));
        }
        Ok(Some(User::from(row)))
    }
}

fn row(
    email: &Email,
    password_hash: String,
    is_admin: bool,
    plan: &str,
    verified: bool,
) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        email: Set(email.as_str().to_owned()),
        password_hash: Set(password_hash),
        verified_at: Set(verified.then(now)),
        is_admin: Set(is_admin),
        role: Set(Role::of(is_admin).as_str().to_owned()),
        plan: Set(plan.to_owned()),
        totp_seed: Set(None),
        totp_used_step: Set(None),
        created_at: Set(now()),
        disabled_at: Set(None),
        disabled_why: Set(None),
        generation: Set(0),
        pending_email: Set(None),
        pending_at: Set(None),
        wrong_codes: Set(0),
        wrong_code_at: Set(None),
        closed_at: Set(None),
    }
}

impl AuthnBackend for Users {
    type User = User;
    type Credentials = Credentials;
    type Error = AccountError;

    async fn authenticate(&self, creds: Credentials) -> Result<Option<User>, AccountError> {
        let account = self.find(&creds.email).await?;
        self.check(account, creds.password).await
    }

    async fn get_user(&self, id: &i64) -> Result<Option<User>, AccountError> {
        let row = self.by_id(*id).await?;
        Ok(row.filter(|row| row.disabled_at.is_none()).map(User::from))
    }
}
