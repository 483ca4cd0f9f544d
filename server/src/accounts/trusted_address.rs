//! Where an account has been signed in from.

use super::{now, secret::AppKey};
use crate::store::{Database, with_timeout};
use entity::model::Kept;
use entity::table::known_address::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, sea_query::OnConflict,
};
use std::net::IpAddr;

/// How long an address stays known.
const LIFE_MILLIS: i64 = Kept::KnownAddress.millis();
/// What the application's key marks addresses for.
const PURPOSE: &str = "address";

/// An address as far as it tells people apart: all of IPv4, the network of IPv6.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Whether the account was signed in from there lately.
pub async fn is_known(
    database: &Database,
    key: &AppKey,
    account_id: i64,
    place: &str,
) -> Result<bool, DbErr> {
    let marks = key.marks(PURPOSE, &subject(account_id, place));
    let found = Entity::find().filter(Column::Hash.is_in(marks)).all(database.pool());
    let found = with_timeout(database.pool(), found).await?;
    Ok(found.iter().any(|row| row.seen_at > now() - LIFE_MILLIS))
}

/// From how many places the account was signed in.
pub async fn count(database: &Database, account_id: i64) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account_id)).count(database.pool()).await
}

/// It is signed in from there now.
pub async fn learn(
    connection: &impl ConnectionTrait,
    key: &AppKey,
    account_id: i64,
    place: &str,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        hash: Set(key.mark(PURPOSE, &subject(account_id, place))),
        account_id: Set(account_id),
        seen_at: Set(now()),
    };
    // Two sign-ins at once may both write it.
    let seen = OnConflict::column(Column::Hash).update_column(Column::SeenAt).to_owned();
    Entity::insert(row).on_conflict(seen).exec_without_returning(connection).await?;
    Ok(())
}

/// Remove those that are known no longer.
pub async fn prune(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let old = Entity::delete_many().filter(Column::SeenAt.lte(now() - LIFE_MILLIS));
    Ok(old.exec(connection).await?.rows_affected)
}

/// What the mark of an address is made of.
fn subject(account_id: i64, place: &str) -> String {
    format!("{account_id}|{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_ipv6_network_is_one_place() {
        let place = |text: &str| address_key(text.parse().expect("is an address"));
        assert_eq!(place("2001:db8:1:2:3::1"), place("2001:db8:1:2:ffff::9"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_eq!(place("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
