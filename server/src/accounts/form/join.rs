//! Signing up, and showing that an address is one's own.

use super::{
    super::{
        email::Email,
        letter::Letter,
        password::Password,
        token::{self, Kind},
    },
    ask::{Ask, Refusal, go},
    attempt::may_join,
};
use axum::response::Response;
use entity::table::user::Column;
use sea_orm::SqlErr;

/// `POST /register`
pub(super) async fn register(ask: Ask) -> Response {
    match join(&ask).await {
        Ok(()) => go("/register?done=sent"),
        Err(refusal) => ask.refuse("/register", "register", refusal).await,
    }
}

/// What comes of it differs with whether the address has an account. That is for the letter to tell:
/// here the same is done for all, and takes as long.
async fn join(ask: &Ask) -> Result<(), Refusal> {
    let accounts = &ask.accounts;
    let email = Email::read(ask.text("email"));
    let typed = ask.text("password");
    let password = Password::typed(typed);
    let checked = password.check(email.as_ref().map_or("", Email::as_str));
    let email = match (email, checked) {
        (Ok(email), Ok(())) => email,
        (email, checked) => {
            let wrong = [("email", email.err()), ("password", checked.err())];
            let wrong = wrong.into_iter().filter_map(|(name, why)| Some((name, why?.to_owned())));
            return Err(Refusal::Wrong(wrong.collect()));
        }
    };
    let may_write = may_join(ask, email.as_str()).await?;
    let hash = accounts.users.hasher.hash(password).await?;
    let transaction = accounts.users.database.begin().await?;
    accounts.users.join(&transaction, &email, hash.clone()).await?;
    if may_write {
        let email = email.as_str().to_owned();
        let letter = Letter::Registered { email, password_hash: hash };
        accounts.post_with(&transaction, letter).await?;
    }
    transaction.commit().await?;
    accounts.posted();
    Ok(())
}

/// `POST /verify`
pub(super) async fn verify(ask: Ask) -> Response {
    match confirm(&ask).await {
        Ok(way) => go(way),
        Err(refusal) => ask.refuse("/verify", "verify", refusal).await,
    }
}

async fn confirm(ask: &Ask) -> Result<&'static str, Refusal> {
    let accounts = &ask.accounts;
    let database = &accounts.users.database;
    let over =
        || Refusal::field("", "This link was used before or has run out. Ask for a new one.");
    let found = token::peek(database.pool(), ask.text("token")).await?;
    let confirms = [Kind::Verify.word(), Kind::Email.word()];
    let found = found.filter(|t| confirms.contains(&t.kind.as_str())).ok_or_else(over)?;
    let row = accounts.users.by_id(found.account_id).await?.ok_or_else(over)?;
    if !token::redeem(database.pool(), &found).await? {
        return Err(over());
    }
    let now = Some(super::super::now());
    if found.kind == Kind::Verify.word() {
        if let (Some(hash), None) = (found.detail, row.verified_at) {
            accounts.users.set(row.id, Column::PasswordHash, hash).await?;
            accounts.sessions.end_all(row.id, None).await?;
        }
        accounts.users.set(row.id, Column::VerifiedAt, now).await?;
        return Ok("/verify?done=verify");
    }
    let email = found.detail.ok_or_else(over)?;
    match accounts.users.set(row.id, Column::Email, email).await {
        Ok(()) => {}
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let text = "This address has an account of its own by now; yours was left as it was.";
            return Err(Refusal::field("", text));
        }
        Err(error) => return Err(error.into()),
    }
    accounts.users.set(row.id, Column::VerifiedAt, now).await?;
    token::forget(database.pool(), row.id, Kind::Reset).await?;
    let what = "The e-mail address of your account was changed; this one is no longer used.";
    accounts.tell(&row.email, what).await;
    Ok("/verify?done=email")
}
