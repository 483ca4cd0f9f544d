//! What somebody may take along, and what goes when they go.

use super::Accounts;
use entity::table::{api_key, instant, user};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Value, json};

fn time(millis: Option<i64>) -> Option<String> {
    millis.map(|millis| instant(millis).to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

/// Everything kept about an account, hashes and seeds left out.
pub async fn export(accounts: &Accounts, row: &user::Model) -> Result<Value, DbErr> {
    let sessions = accounts.sessions.of(row.id).await?;
    let keys = api_key::Entity::find()
        .filter(api_key::Column::AccountId.eq(row.id))
        .all(accounts.users.database.pool())
        .await?;
    Ok(json!({
        "account": {
            "id": row.id.to_string(), "email": row.email, "plan": row.plan,
            "is_admin": row.is_admin, "two_factor": row.totp_seed.is_some(),
            "verified_at": time(row.verified_at), "created_at": time(Some(row.created_at)),
        },
        "sessions": sessions.iter().map(|session| json!({
            "created_at": time(Some(session.created_at)), "seen_at": time(Some(session.seen_at)),
            "expires_at": time(Some(session.expires_at)), "address": session.address,
            "agent": session.agent,
        })).collect::<Vec<_>>(),
        "keys": keys.iter().map(|key| json!({
            "public_id": key.public_id, "name": key.name, "scopes": key.scopes,
            "addresses": key.addresses, "origins": key.origins,
            "created_at": time(Some(key.created_at)), "expires_at": time(key.expires_at),
            "last_used_at": time(key.last_used_at), "disabled_at": time(key.disabled_at),
            "revoked_at": time(key.revoked_at),
        })).collect::<Vec<_>>(),
    }))
}

/// Remove an account with all that hangs on it.
pub async fn delete(accounts: &Accounts, id: i64) -> Result<(), DbErr> {
    accounts.sessions.end_all(id, None).await?;
    user::Entity::delete_by_id(id).exec(accounts.users.database.pool()).await?;
    Ok(())
}
