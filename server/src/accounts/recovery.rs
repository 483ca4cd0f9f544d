//! Recovery codes: ten words, each lets its owner in once when the second factor is lost.

use super::{now, secret};
use crate::store::Database;
use data_encoding::BASE32_NOPAD;
use entity::model::Kept;
use entity::table::recovery_code::{ActiveModel, Column, Entity};
use rand::RngCore;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};

/// How many an account has.
const COUNT: usize = 10;

/// Make new ones; the old ones stop working. They are shown once.
pub async fn renew(
    transaction: &impl ConnectionTrait,
    account_id: i64,
) -> Result<Vec<String>, DbErr> {
    let codes: Vec<String> = (0..COUNT).map(|_| fresh()).collect();
    Entity::delete_many().filter(Column::AccountId.eq(account_id)).exec(transaction).await?;
    let rows = codes.iter().map(|code| ActiveModel {
        hash: Set(hash(account_id, code)),
        account_id: Set(account_id),
        used_at: Set(None),
    });
    Entity::insert_many(rows).exec_without_returning(transaction).await?;
    Ok(codes)
}

/// Use one up; `false` where it is none of the account's or was used.
pub async fn redeem(
    connection: &impl ConnectionTrait,
    account_id: i64,
    typed: &str,
) -> Result<bool, DbErr> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now()))
        .filter(Column::Hash.eq(hash(account_id, typed)))
        .filter(Column::UsedAt.is_null())
        .exec(connection)
        .await?;
    Ok(used.rows_affected == 1)
}

/// How many are left.
pub async fn left(database: &Database, account_id: i64) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::UsedAt.is_null())
        .count(database.pool())
        .await
}

/// Remove those that were used long ago.
pub async fn prune(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let before = now() - Kept::RecoveryCode.millis();
    let old = Entity::delete_many().filter(Column::UsedAt.lte(before));
    Ok(old.exec(connection).await?.rows_affected)
}

/// 80 random bits in four groups.
fn fresh() -> String {
    let mut bytes = [0; 10];
    rand::rng().fill_bytes(&mut bytes);
    let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
    [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-")
}

fn hash(account_id: i64, typed: &str) -> String {
    let plain: String = typed.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    secret::digest(&format!("recovery|{account_id}|{plain}"))
}
