//! A forgotten password.

use super::{
    super::{
        email::Email,
        known,
        letter::Letter,
        now,
        password::Password,
        throttle::Subject,
        token::{self, Kind},
    },
    ask::{Ask, Refusal, go},
    attempt::may_write,
};
use axum::response::Response;
use entity::table::user::Column;

/// `POST /forgot`
pub(super) async fn forgot(ask: Ask) -> Response {
    match send(&ask).await {
        Ok(()) => go("/forgot?done=sent"),
        Err(refusal) => ask.refuse("/forgot", "forgot", refusal).await,
    }
}

async fn send(ask: &Ask) -> Result<(), Refusal> {
    let accounts = &ask.accounts;
    let email = Email::read(ask.text("email")).map_err(|why| Refusal::field("email", why))?;
    let may_write = may_write(ask, email.as_str()).await?;
    if may_write {
        // Posted for strangers too: whether there is an account is found out when it is written.
        let letter = Letter::Forgotten { email: email.as_str().to_owned() };
        accounts.post(letter).await?;
    }
    Ok(())
}

/// `POST /reset`
pub(super) async fn reset(ask: Ask) -> Response {
    match choose(&ask).await {
        Ok(()) => go("/login?done=reset"),
        Err(refusal) => ask.refuse("/reset", "reset", refusal).await,
    }
}

/// A second factor is still asked for afterwards: the letter replaces the password alone.
async fn choose(ask: &Ask) -> Result<(), Refusal> {
    let accounts = &ask.accounts;
    let database = &accounts.users.database;
    let over =
        || Refusal::field("", "This link was used before or has run out. Ask for a new one.");
    let found = token::peek(database.pool(), ask.text("token")).await?;
    let found = found.filter(|t| t.kind == Kind::Reset.word()).ok_or_else(over)?;
    let row = accounts.users.by_id(found.account_id).await?.ok_or_else(over)?;
    let password = Password::typed(ask.text("password"));
    password.check(&row.email).map_err(|why| Refusal::field("password", why))?;
    // Paid for by the link, which nobody else has.
    accounts.throttle.take(&[Subject::Link(found.hash.clone())]).await?;
    let hash = accounts.users.hasher.hash(password).await?;
    if !token::redeem(database.pool(), &found).await? {
        return Err(over());
    }
    accounts.users.set(row.id, Column::PasswordHash, hash).await?;
    if row.verified_at.is_none() {
        accounts.users.set(row.id, Column::VerifiedAt, Some(now())).await?;
    }
    accounts.sessions.end_all(row.id, None).await?;
    for kind in [Kind::Reset, Kind::Email, Kind::Verify, Kind::Enter] {
        token::forget(database.pool(), row.id, kind).await?;
    }
    known::learn(database, &accounts.key, row.id, &ask.place).await?;
    let what = "The password of your account was changed, and every session was ended.";
    accounts.tell(&row.email, what).await;
    Ok(())
}
