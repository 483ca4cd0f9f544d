//! What somebody may take along.

use super::Accounts;
use crate::usage::{self, Usage};
use entity::table::{account_token, api_key, instant, known_address, recovery_code, user};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Value, json};

fn time(millis: Option<i64>) -> Option<String> {
    millis.map(|millis| instant(millis).to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

/// Everything kept about an account, hashes and seeds left out.
pub async fn export(
    accounts: &Accounts,
    usage: &Usage,
    row: &user::Model,
) -> Result<Value, usage::ReportError> {
    let db = accounts.users.database.pool();
    Ok(json!({
        "account": {
            "id": row.id.to_string(), "email": row.email, "plan": row.plan,
            "is_admin": row.is_admin, "two_factor": row.totp_seed.is_some(),
            "verified_at": time(row.verified_at), "created_at": time(Some(row.created_at)),
            "disabled_at": time(row.disabled_at), "closed_at": time(row.closed_at),
            "pending_email": row.pending_email, "pending_at": time(row.pending_at),
            "wrong_codes": row.wrong_codes, "wrong_code_at": time(row.wrong_code_at),
        },
        "sessions": sessions(accounts, row.id).await?,
        "known_addresses": addresses(db, row.id).await?,
        "links": links(db, row.id).await?,
        "recovery_codes": codes(db, row.id).await?,
        "keys": keys(db, row.id).await?,
        "usage": usage.everything(row.id).await?,
    }))
}

async fn sessions(accounts: &Accounts, account: i64) -> Result<Vec<Value>, DbErr> {
    let rows = accounts.sessions.of(account).await?;
    let shown = rows.iter().map(|row| {
        json!({
            "created_at": time(Some(row.created_at)), "seen_at": time(Some(row.seen_at)),
            "expires_at": time(Some(row.expires_at)), "address": row.address, "agent": row.agent,
        })
    });
    Ok(shown.collect())
}

/// Of an address only a hash is kept, and when it was last signed in from.
async fn addresses(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Value>, DbErr> {
    use known_address::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    Ok(rows.iter().map(|row| json!({ "seen_at": time(Some(row.seen_at)) })).collect())
}

/// Links that were sent by mail and are not used yet.
async fn links(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Value>, DbErr> {
    use account_token::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    let shown = rows.iter().map(|row| {
        // What others carry is the hash of a password.
        let email = row.detail.as_ref().filter(|_| row.kind == "email");
        json!({
            "kind": row.kind, "email": email,
            "created_at": time(Some(row.created_at)), "expires_at": time(Some(row.expires_at)),
        })
    });
    Ok(shown.collect())
}

async fn codes(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Value>, DbErr> {
    use recovery_code::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    Ok(rows.iter().map(|row| json!({ "used_at": time(row.used_at) })).collect())
}

async fn keys(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Value>, DbErr> {
    use api_key::{Column, Entity};
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    let shown = rows.iter().map(|row| {
        json!({
            "id": row.id.to_string(), "public_id": row.public_id, "hint": row.hint,
            "name": row.name, "scopes": row.scopes,
            "addresses": row.addresses, "origins": row.origins,
            "created_at": time(Some(row.created_at)), "expires_at": time(row.expires_at),
            "changed_at": time(Some(row.changed_at)),
            "last_used_at": time(row.last_used_at), "last_used_from": row.last_used_from,
            "last_used_agent": row.last_used_agent,
            "old_token_until": time(row.old_token_until), "old_token_calls": row.old_token_calls,
            "old_token_used_at": time(row.old_token_used_at),
            "disabled_at": time(row.disabled_at), "revoked_at": time(row.revoked_at),
        })
    });
    Ok(shown.collect())
}
