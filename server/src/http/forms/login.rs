//! Signing in and out.

use super::{
    credentials::attempt,
    request::{FormError, FormRequest, redirect, safe_next},
};
use crate::{
    accounts::{
        emails::AccountEmail,
        now,
        session::{ADDRESS, AGENT, AWAITED},
        trusted_address,
        user::{User, stamp},
    },
    audit::{self, Action, Actor},
    credentials::Password,
    http::{
        middleware::auth_session::{PENDING_TOTP_SEED, PendingLogin},
        pages::accounts::browser,
    },
};
use axum::response::Response;
use entity::model::AccountId;

/// `POST /login`
pub(super) async fn login(mut ask: FormRequest) -> Response {
    match enter(&mut ask).await {
        Ok(way) => redirect(&way),
        Err(refusal) => ask.refuse("/login", "login", refusal).await,
    }
}

async fn enter(ask: &mut FormRequest) -> Result<String, FormError> {
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
        return Err(FormError::Wrong(empty));
    }
    let password = Password::typed(password);
    let found = attempt(ask, &email, password).await;
    let none = || FormError::field("", "No account has this address and password. Check both.");
    let user = match found.and_then(|found| found.ok_or_else(none)) {
        Ok(user) => user,
        Err(refusal @ FormError::Away(_)) => return Err(refusal),
        Err(refusal) => {
            let account = ask.accounts.users.find(&email).await?.map(|row| row.id);
            ask.note_refusal(Action::SignIn, account, &refusal).await;
            return Err(refusal);
        }
    };
    admit(ask, user, next).await
}

/// Let somebody in who has shown the first factor, or ask for the second; gives where to go on.
pub(super) async fn admit(
    ask: &mut FormRequest,
    user: User,
    next: String,
) -> Result<String, FormError> {
    if user.row.totp_seed.is_some() {
        if ask.auth.session.id().is_some() {
            ask.auth.logout().await?;
        }
        let awaited = PendingLogin {
            account: user.row.id,
            since: now(),
            next,
            email: user.row.email.clone(),
            stamp: stamp(&user.row),
        };
        ask.auth.session.insert(AWAITED, awaited).await?;
        return Ok("/two-factor".to_owned());
    }
    sign_in(ask, user).await?;
    Ok(next)
}

/// Begin the session of somebody who has shown all that is asked, under a new id.
pub(super) async fn sign_in(ask: &mut FormRequest, user: User) -> Result<(), FormError> {
    let was_inside = ask.auth.user.is_some();
    if was_inside {
        ask.auth.logout().await?;
    }
    let session = ask.auth.session.clone();
    session.remove::<PendingLogin>(AWAITED).await?;
    session.remove::<String>(PENDING_TOTP_SEED).await?;
    session.insert(ADDRESS, &ask.place).await?;
    session.insert(AGENT, &ask.agent).await?;
    ask.auth.login(&user).await?;
    if was_inside {
        // axum-login gives a new id to those who were strangers only.
        session.cycle_id().await?;
    }
    arrive(ask, &user).await
}

/// Write down who came in, and tell the owner where it was from a place the account does not know.
async fn arrive(ask: &FormRequest, user: &User) -> Result<(), FormError> {
    let (accounts, id) = (&ask.accounts, user.row.id);
    let (database, key) = (&accounts.users.database, &accounts.key);
    let stranger = !trusted_address::is_known(database, key, id, &ask.place).await?
        && trusted_address::count(database, id).await? > 0;
    let transaction = database.begin().await?;
    trusted_address::learn(&transaction, key, id, &ask.place).await?;
    let mut who = ask.who();
    who.actor = Actor::Account(AccountId(id));
    audit::write(&transaction, who.did(Action::SignIn, id)).await?;
    if stranger {
        let letter = AccountEmail::NewPlace {
            email: user.row.email.clone(),
            place: ask.place.clone(),
            agent: browser(&ask.agent),
            at: now(),
        };
        accounts.post_with(&transaction, letter).await?;
    }
    transaction.commit().await?;
    accounts.posted();
    Ok(())
}

/// `POST /logout`
pub(super) async fn logout(mut ask: FormRequest) -> Response {
    if let Err(error) = ask.auth.logout().await {
        return ask.refuse("/login", "login", FormError::from(error)).await;
    }
    if let Some(id) = ask.viewer().map(|viewer| viewer.id) {
        let entry = ask.who().did(Action::SignOut, id);
        audit::write_or_log(ask.accounts.users.database.pool(), entry).await;
    }
    redirect("/login?done=out")
}
