//! Ending what lets somebody into an account: the part that acts such as a change of the password
//! have in common. Each runs in the transaction of its act.

use super::{Keys, token::Kind, who::Who};
use entity::{
    model::AccountId,
    table::{account_token, known_address, recovery_code, session, user},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

/// One account's row, locked until the transaction ends.
pub(crate) async fn lock(
    transaction: &impl ConnectionTrait,
    account: i64,
) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find_by_id(account).lock_exclusive().one(transaction).await
}

/// Set one column of one account.
pub(crate) async fn set(
    transaction: &impl ConnectionTrait,
    account: i64,
    column: user::Column,
    value: impl Into<sea_orm::Value>,
) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(column, Expr::value(value))
        .filter(user::Column::Id.eq(account))
        .exec(transaction)
        .await?;
    Ok(())
}

/// End every session, every sign-in that awaits its code, every link and letter on its way, and a
/// change of address under way. A link that undoes a change of address stays: it belongs to whoever
/// has the former mailbox, not to whoever is inside now.
pub(crate) async fn ways_in(transaction: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    let next = Expr::col(user::Column::Generation).add(1);
    user::Entity::update_many()
        .col_expr(user::Column::Generation, next)
        .col_expr(user::Column::PendingEmail, Expr::value(None::<String>))
        .col_expr(user::Column::PendingAt, Expr::value(None::<i64>))
        .filter(user::Column::Id.eq(account))
        .exec(transaction)
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .exec(transaction)
        .await?;
    account_token::Entity::delete_many()
        .filter(account_token::Column::AccountId.eq(account))
        .filter(account_token::Column::Kind.ne(Kind::Undo.as_str()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Forget wrong codes and the wait that they caused: with a new password whoever tried them knows
/// the password no longer.
pub(crate) async fn wrong_codes(
    transaction: &impl ConnectionTrait,
    account: i64,
) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(user::Column::WrongCodes, Expr::value(0_i64))
        .col_expr(user::Column::WrongCodeAt, Expr::value(None::<i64>))
        .filter(user::Column::Id.eq(account))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Take the second factor off.
pub(crate) async fn factor(transaction: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(user::Column::TotpSeed, Expr::value(None::<String>))
        .col_expr(user::Column::TotpUsedStep, Expr::value(None::<i64>))
        .filter(user::Column::Id.eq(account))
        .exec(transaction)
        .await?;
    wrong_codes(transaction, account).await?;
    codes(transaction, account).await
}

/// End the recovery codes.
pub(crate) async fn codes(transaction: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Forget from where the account was signed in: each place is a stranger's from now on.
pub(crate) async fn places(transaction: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    known_address::Entity::delete_many()
        .filter(known_address::Column::AccountId.eq(account))
        .exec(transaction)
        .await?;
    Ok(())
}

/// End all that somebody may have made who was in before the owner of the address was known: the
/// ways in, the second factor, the keys. Call [`Keys::look_again`] once it is committed.
pub(crate) async fn everything(
    transaction: &impl ConnectionTrait,
    keys: &Keys,
    account: i64,
    who: &Who,
) -> Result<(), DbErr> {
    ways_in(transaction, account).await?;
    factor(transaction, account).await?;
    let why = "made before the address was confirmed";
    keys.revoke_all(transaction, AccountId(account), who, why).await?;
    account_token::Entity::delete_many()
        .filter(account_token::Column::AccountId.eq(account))
        .exec(transaction)
        .await?;
    places(transaction, account).await
}
