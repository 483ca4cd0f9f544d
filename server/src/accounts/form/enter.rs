//! Signing in and out.

use super::{
    super::{
        guard::{AWAITED, Awaited, CANDIDATE},
        known, now,
        password::Password,
        session::{ADDRESS, AGENT},
        user::User,
    },
    ask::{Ask, Refusal, go, safe_next},
    attempt::attempt,
};
use axum::response::Response;

/// `POST /login`
pub(super) async fn login(mut ask: Ask) -> Response {
    match enter(&mut ask).await {
        Ok(way) => go(&way),
        Err(refusal) => ask.refuse("/login", "login", refusal).await,
    }
}

async fn enter(ask: &mut Ask) -> Result<String, Refusal> {
    let email = ask.text("email").trim().to_lowercase();
    let password = ask.text("password");
    let next = safe_next(ask.text("next"));
    let mut empty = Vec::new();
    if email.is_empty() {
        empty.push(("email", "Write your e-mail address.".to_owned()));
    }
    if password.is_empty() {
        empty.push(("password", "Write your password.".to_owned()));
    }
    if !empty.is_empty() {
        return Err(Refusal::Wrong(empty));
    }
    let password = Password::typed(password);
    let found = attempt(ask, &email, password).await?;
    let user = found.ok_or_else(|| {
        Refusal::field("", "No account has this address and password. Check both.")
    })?;
    admit(ask, user, next).await
}

/// Let somebody in who has shown the first factor, or ask for the second; gives where to go on.
pub(super) async fn admit(ask: &mut Ask, user: User, next: String) -> Result<String, Refusal> {
    if user.row.totp_seed.is_some() {
        if ask.auth.session.id().is_some() {
            ask.auth.logout().await?;
        }
        let awaited =
            Awaited { account: user.row.id, since: now(), next, email: user.row.email.clone() };
        ask.auth.session.insert(AWAITED, awaited).await?;
        return Ok("/two-factor".to_owned());
    }
    sign_in(ask, user).await?;
    Ok(next)
}

/// Begin the session of somebody who has shown all that is asked, under a new id.
pub(super) async fn sign_in(ask: &mut Ask, user: User) -> Result<(), Refusal> {
    let was_inside = ask.auth.user.is_some();
    if was_inside {
        ask.auth.logout().await?;
    }
    let session = ask.auth.session.clone();
    session.remove::<Awaited>(AWAITED).await?;
    session.remove::<String>(CANDIDATE).await?;
    session.insert(ADDRESS, &ask.place).await?;
    session.insert(AGENT, &ask.agent).await?;
    ask.auth.login(&user).await?;
    if was_inside {
        // axum-login gives a new id to those who were strangers only.
        session.cycle_id().await?;
    }
    known::learn(&ask.accounts.users.database, &ask.accounts.key, user.row.id, &ask.place).await?;
    Ok(())
}

/// `POST /logout`
pub(super) async fn logout(mut ask: Ask) -> Response {
    if let Err(error) = ask.auth.logout().await {
        return ask.refuse("/login", "login", Refusal::from(error)).await;
    }
    go("/login?done=out")
}
