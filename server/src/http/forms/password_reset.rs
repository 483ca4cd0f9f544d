//! A forgotten password, and an address that was taken away.

use super::{
    credentials::may_send_mail,
    request::{FormError, FormRequest, redirect},
};
use crate::{
    accounts::{
        emails::AccountEmail,
        throttle::Subject,
        token::{self, Kind},
        who::ActError,
    },
    audit::{self, Action, Entry},
    credentials::{Password, email::Email},
};
use axum::response::Response;
use entity::table::account_token::Model as Link;

/// `POST /forgot`
pub(super) async fn forgot(ask: FormRequest) -> Response {
    match send(&ask).await {
        Ok(()) => redirect("/forgot?done=sent"),
        Err(refusal) => {
            ask.note_refusal(Action::PasswordForgot, None, &refusal).await;
            ask.refuse("/forgot", "forgot", refusal).await
        }
    }
}

async fn send(ask: &FormRequest) -> Result<(), FormError> {
    let accounts = &ask.accounts;
    let email = Email::read(ask.text("email")).map_err(|why| FormError::field("email", why))?;
    let may_write = may_send_mail(ask, email.as_str()).await?;
    if may_write {
        // Posted for strangers too: whether there is an account is found out when it is written.
        let letter = AccountEmail::Forgotten { email: email.as_str().to_owned() };
        accounts.post(letter).await?;
    }
    let who = ask.who();
    let entry = Entry::new(Action::PasswordForgot, who.actor).from(who.origin);
    audit::write_or_log(accounts.users.database.pool(), entry).await;
    Ok(())
}

/// The link of a form, if it is of this kind.
pub(super) async fn link(ask: &FormRequest, kinds: &[Kind]) -> Result<Link, FormError> {
    let pool = ask.accounts.users.database.pool();
    let found = token::peek(pool, ask.text("token")).await?;
    let found = found.filter(|link| kinds.iter().any(|kind| kind.as_str() == link.kind));
    found.ok_or_else(|| FormError::from(ActError::Over))
}

/// `POST /reset`
pub(super) async fn reset(ask: FormRequest) -> Response {
    match choose(&ask).await {
        Ok(()) => redirect("/login?done=reset"),
        Err(refusal) => {
            ask.note_refusal(Action::PasswordReset, None, &refusal).await;
            ask.refuse("/reset", "reset", refusal).await
        }
    }
}

async fn choose(ask: &FormRequest) -> Result<(), FormError> {
    let accounts = &ask.accounts;
    let link = link(ask, &[Kind::Reset]).await?;
    let row = accounts.users.by_id(link.account_id).await?;
    let row = row.ok_or_else(|| FormError::from(ActError::Over))?;
    let password = Password::typed(ask.text("password"));
    password.check(&row.email).map_err(|why| FormError::field("password", why))?;
    // Paid for by the link, which nobody else has.
    accounts.throttle.take(&[Subject::Link(link.hash.clone())]).await?;
    let hash = accounts.users.hasher.hash(password).await?;
    Ok(accounts.reset(&ask.keys, &link, hash, &ask.who(), &ask.place).await?)
}

/// `POST /undo`
pub(super) async fn undo(ask: FormRequest) -> Response {
    match take_back(&ask).await {
        Ok(reset) => redirect(&format!("/reset?done=undone&token={reset}")),
        Err(refusal) => {
            ask.note_refusal(Action::EmailUndo, None, &refusal).await;
            ask.refuse("/undo", "undo", refusal).await
        }
    }
}

async fn take_back(ask: &FormRequest) -> Result<String, FormError> {
    let link = link(ask, &[Kind::Undo]).await?;
    // A hash is made for it; paid for by the link.
    ask.accounts.throttle.take(&[Subject::Link(link.hash.clone())]).await?;
    Ok(ask.accounts.undo_move(&ask.keys, &link, &ask.who()).await?)
}
