//! One's own account: what is changed on the settings page.

use super::{
    credentials::{may_send_mail, reauthenticate},
    leave,
    request::{FormError, FormRequest, redirect},
    two_factor::{current_user, show_codes, verify_code},
};
use crate::{
    accounts::{emails::AccountEmail, user::User, who::ActError},
    audit::{self, Action},
    credentials::{Password, email::Email},
    http::middleware::auth_session as guard,
};
use axum::response::Response;

pub(super) const PAGE: &str = "/dashboard/settings";

/// `POST /dashboard/settings`
pub(super) async fn settings(mut ask: FormRequest) -> Response {
    let form = ask.text("form").to_owned();
    let done = match form.as_str() {
        "password" => password(&mut ask).await,
        "email" => email(&ask).await,
        "email-cancel" => email_cancel(&ask).await,
        "verify" => verify(&ask).await,
        "session" => end_one(&ask).await,
        "sessions" => end_others(&mut ask).await,
        "two-factor-off" => two_factor_off(&mut ask).await,
        "codes" => match codes(&ask).await {
            Ok((codes, user)) => {
                let viewer = guard::viewer(&ask.accounts, &user);
                return show_codes(ask, codes, viewer).await;
            }
            Err(refusal) => Err(refusal),
        },
        "delete" => match leave::delete(&mut ask).await {
            Ok(()) => return redirect("/login?done=deleted"),
            Err(refusal) => Err(refusal),
        },
        _ => Err(FormError::field("", "This form is not known; load the page anew.")),
    };
    match done {
        Ok(()) => redirect(&format!("{PAGE}?done={form}")),
        Err(refusal) => {
            if let Some(action) = action(&form) {
                let account = ask.viewer().map(|viewer| viewer.id);
                ask.note_refusal(action, account, &refusal).await;
            }
            ask.refuse(PAGE, &form, refusal).await
        }
    }
}

/// What a form does, as the audit log has it.
fn action(form: &str) -> Option<Action> {
    Some(match form {
        "password" => Action::PasswordChange,
        "email" => Action::EmailAsk,
        "email-cancel" => Action::EmailCancel,
        "session" | "sessions" => Action::SessionsEnd,
        "two-factor-off" => Action::FactorOff,
        "codes" => Action::CodesRenew,
        "delete" => Action::AccountDelete,
        _ => return None,
    })
}

/// The password once more, for what a borrowed browser must not do.
pub(super) async fn password_and_code(ask: &FormRequest) -> Result<User, FormError> {
    let user = reauthenticate(ask).await?;
    if user.row.totp_seed.is_some() {
        verify_code(ask, user.row.id).await?;
    }
    Ok(user)
}

async fn password(ask: &mut FormRequest) -> Result<(), FormError> {
    let typed = Password::typed(ask.text("password"));
    typed.check(&current_user(ask)?.row.email).map_err(|why| FormError::field("password", why))?;
    if ask.text("password") == ask.text("current") {
        let text = "This is the password that you have already; choose another.";
        return Err(FormError::field("password", text));
    }
    let user = password_and_code(ask).await?;
    let hash = ask.accounts.users.hasher.hash(typed).await?;
    let row = ask.accounts.change_password(user.row.id, hash, &ask.who()).await?;
    ask.stay_in(User::from(row)).await
}

async fn email(ask: &FormRequest) -> Result<(), FormError> {
    let email = Email::read(ask.text("email")).map_err(|why| FormError::field("email", why))?;
    let user = current_user(ask)?;
    if user.row.verified_at.is_none() {
        return Err(FormError::from(ActError::Unconfirmed));
    }
    if email.as_str() == user.row.email {
        return Err(FormError::field("email", "This is your address already."));
    }
    let user = password_and_code(ask).await?;
    if !may_send_mail(ask, email.as_str()).await? {
        return Ok(());
    }
    Ok(ask.accounts.ask_to_move(user.row.id, email.as_str(), &ask.who()).await?)
}

async fn email_cancel(ask: &FormRequest) -> Result<(), FormError> {
    Ok(ask.accounts.stay(current_user(ask)?.row.id, &ask.who()).await?)
}

async fn verify(ask: &FormRequest) -> Result<(), FormError> {
    let user = current_user(ask)?;
    let email = user.row.email.clone();
    if user.row.verified_at.is_none() && may_send_mail(ask, &email).await? {
        let letter = AccountEmail::Unconfirmed { account: user.row.id };
        ask.accounts.post(letter).await?;
    }
    Ok(())
}

async fn end_one(ask: &FormRequest) -> Result<(), FormError> {
    let user = current_user(ask)?;
    if ask.accounts.sessions.end(user.row.id, ask.text("session")).await? {
        let entry = ask.who().did(Action::SessionsEnd, user.row.id).detail("one of them");
        audit::write_or_log(ask.accounts.users.database.pool(), entry).await;
        return Ok(());
    }
    Err(FormError::field("", "You have no such session; it may have ended by itself."))
}

async fn end_others(ask: &mut FormRequest) -> Result<(), FormError> {
    let row = ask.accounts.end_sessions(current_user(ask)?.row.id, &ask.who()).await?;
    ask.stay_in(User::from(row)).await
}

/// Password and code, before the second factor changes.
async fn both(ask: &FormRequest) -> Result<User, FormError> {
    if current_user(ask)?.row.totp_seed.is_none() {
        return Err(FormError::field("", "Two-factor sign-in is not switched on."));
    }
    password_and_code(ask).await
}

async fn two_factor_off(ask: &mut FormRequest) -> Result<(), FormError> {
    let user = both(ask).await?;
    let row = ask.accounts.factor_off(user.row.id, &ask.who()).await?;
    ask.stay_in(User::from(row)).await
}

async fn codes(ask: &FormRequest) -> Result<(Vec<String>, User), FormError> {
    let user = both(ask).await?;
    let codes = ask.accounts.renew_codes(user.row.id, &ask.who()).await?;
    Ok((codes, user))
}
