//! Links sent by mail: random, hashed at rest, good once and for a short time.

use super::{now, secret};
use crate::store::{Database, with_timeout};
use app::port::LinkUse;
use entity::model::Kept;
use entity::table::account_token::{self, ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// What a link proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The address of a new account is its owner's.
    Verify,
    /// The owner of the mailbox wants a new password.
    Reset,
    /// The owner of the new mailbox wants the account to use it.
    Email,
    /// The owner of the mailbox wants to sign in.
    Enter,
    /// The owner of the former mailbox wants the account back.
    Undo,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Verify, Self::Reset, Self::Email, Self::Enter, Self::Undo];

    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Verify => "verify",
            Kind::Reset => "reset",
            Kind::Email => "email",
            Kind::Enter => "enter",
            Kind::Undo => "undo",
        }
    }

    /// How long a link is good.
    pub const fn life_millis(self) -> i64 {
        match self {
            Kind::Verify | Kind::Email => Kept::Link.millis(),
            Kind::Reset | Kind::Enter => 30 * 60_000,
            Kind::Undo => 7 * 24 * 3_600_000,
        }
    }

    /// Whether each one stands by itself until it runs out. Of registrations each has its own password,
    /// and who registers last must not take the others' links away; nor may who moves an account on.
    /// Letters to reset and to enter anybody can ask for, as often as the throttle of the mailbox
    /// lets them: what a stranger asks for must not end the link that its owner holds. The first
    /// that is used ends the others.
    const fn stands_alone(self) -> bool {
        match self {
            Kind::Verify | Kind::Undo | Kind::Reset | Kind::Enter => true,
            Kind::Email => false,
        }
    }

    /// What a page does with it.
    const fn use_of(self) -> LinkUse {
        match self {
            Kind::Verify => LinkUse::Verify,
            Kind::Reset => LinkUse::Reset,
            Kind::Email => LinkUse::Move,
            Kind::Enter => LinkUse::Enter,
            Kind::Undo => LinkUse::Undo,
        }
    }
}

/// Make one; of a kind that does not stand alone the earlier ones stop working.
pub async fn issue(
    connection: &impl ConnectionTrait,
    account_id: i64,
    kind: Kind,
    detail: Option<String>,
) -> Result<String, DbErr> {
    let token = secret::token();
    if !kind.stands_alone() {
        forget(connection, account_id, kind).await?;
    }
    let row = ActiveModel {
        hash: Set(secret::digest(&token)),
        account_id: Set(account_id),
        kind: Set(kind.as_str().to_owned()),
        detail: Set(detail),
        created_at: Set(now()),
        expires_at: Set(now() + kind.life_millis()),
    };
    Entity::insert(row).exec_without_returning(connection).await?;
    Ok(token)
}

/// Look at one without using it up.
pub async fn peek(connection: &impl ConnectionTrait, token: &str) -> Result<Option<Model>, DbErr> {
    let found = Entity::find_by_id(secret::digest(token)).filter(Column::ExpiresAt.gt(now()));
    with_timeout(connection, found.one(connection)).await
}

/// What a page is told of one.
pub async fn good_for(connection: &impl ConnectionTrait, token: &str) -> Result<LinkUse, DbErr> {
    let found = peek(connection, token).await?;
    let kind = found.and_then(|row| Kind::ALL.into_iter().find(|kind| kind.as_str() == row.kind));
    Ok(kind.map_or(LinkUse::Over, Kind::use_of))
}

/// Use one up; `false` where somebody was faster.
pub async fn redeem(connection: &impl ConnectionTrait, row: &Model) -> Result<bool, DbErr> {
    let deleted = Entity::delete_many()
        .filter(Column::Hash.eq(&row.hash))
        .filter(Column::ExpiresAt.gt(now()))
        .exec(connection)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Make all of one kind stop working.
pub async fn forget(
    connection: &impl ConnectionTrait,
    account_id: i64,
    kind: Kind,
) -> Result<(), DbErr> {
    account_token::Entity::delete_many()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.eq(kind.as_str()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Remove what has run out.
pub async fn prune(database: &Database) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::ExpiresAt.lte(now())).exec(database.pool()).await?;
    Ok(())
}
