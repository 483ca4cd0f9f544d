//! Signing in by a mailed link: for who has no scripts to do a proof of work with, or no password.

use super::{
    credentials::may_mail_link,
    login::admit,
    password_reset::link,
    request::{FormError, FormRequest, redirect},
};
use crate::{
    accounts::{emails::AccountEmail, token::Kind, user::User},
    credentials::email::Email,
};
use axum::response::Response;

/// `POST /login/link`
pub(super) async fn ask_for_link(ask: FormRequest) -> Response {
    match send(&ask).await {
        Ok(()) => redirect("/login?done=link"),
        Err(refusal) => ask.refuse("/login", "login", refusal).await,
    }
}

async fn send(ask: &FormRequest) -> Result<(), FormError> {
    let email = Email::read(ask.text("email")).map_err(|why| FormError::field("email", why))?;
    if may_mail_link(ask, email.as_str()).await? {
        // Posted for strangers too: whether there is an account is found out when it is written.
        ask.accounts.post(AccountEmail::SignIn { email: email.as_str().to_owned() }).await?;
    }
    Ok(())
}

/// `POST /enter`
pub(super) async fn enter(mut ask: FormRequest) -> Response {
    match follow(&mut ask).await {
        Ok(way) => redirect(&way),
        Err(refusal) => ask.refuse("/enter", "enter", refusal).await,
    }
}

/// The link stands for the password alone: a second factor is still asked for.
async fn follow(ask: &mut FormRequest) -> Result<String, FormError> {
    let link = link(ask, &[Kind::Enter]).await?;
    let row = ask.accounts.enter(&link).await?;
    admit(ask, User::from(row), "/dashboard".to_owned()).await
}
