//! Signing in by a mailed link: for who has no scripts to do a proof of work with, or no password.

use super::{
    ask::{Ask, Refusal, go},
    attempt::may_mail_link,
    enter::admit,
    forget::link,
};
use crate::{
    accounts::{emails::AccountEmail, token::Kind, user::User},
    credentials::email::Email,
};
use axum::response::Response;

/// `POST /login/link`
pub(super) async fn ask_for_link(ask: Ask) -> Response {
    match send(&ask).await {
        Ok(()) => go("/login?done=link"),
        Err(refusal) => ask.refuse("/login", "login", refusal).await,
    }
}

async fn send(ask: &Ask) -> Result<(), Refusal> {
    let email = Email::read(ask.text("email")).map_err(|why| Refusal::field("email", why))?;
    if may_mail_link(ask, email.as_str()).await? {
        // Posted for strangers too: whether there is an account is found out when it is written.
        ask.accounts.post(AccountEmail::SignIn { email: email.as_str().to_owned() }).await?;
    }
    Ok(())
}

/// `POST /enter`
pub(super) async fn enter(mut ask: Ask) -> Response {
    match follow(&mut ask).await {
        Ok(way) => go(&way),
        Err(refusal) => ask.refuse("/enter", "enter", refusal).await,
    }
}

/// The link stands for the password alone: a second factor is still asked for.
async fn follow(ask: &mut Ask) -> Result<String, Refusal> {
    let link = link(ask, &[Kind::Enter]).await?;
    let row = ask.accounts.enter(&link).await?;
    admit(ask, User::from(row), "/dashboard".to_owned()).await
}
