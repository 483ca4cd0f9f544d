//! One's own account: what is changed on the settings page.

use super::{
    super::{
        email::Email,
        guard,
        letter::Letter,
        password::Password,
        privacy, recovery,
        token::{self, Kind},
        user::User,
    },
    ask::{Ask, Refusal, go},
    attempt::{again, may_write},
    second::{own, prove, show_codes},
};
use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use entity::table::user::Column;
use tower_sessions::session::Id;

const PAGE: &str = "/dashboard/settings";

/// `POST /dashboard/settings`
pub(super) async fn settings(mut ask: Ask) -> Response {
    let form = ask.text("form").to_owned();
    let done = match form.as_str() {
        "password" => password(&mut ask).await,
        "email" => email(&ask).await,
        "verify" => verify(&ask).await,
        "session" => end_one(&ask).await,
        "sessions" => end_others(&ask).await,
        "two-factor-off" => two_factor_off(&ask).await,
        "codes" => match codes(&ask).await {
            Ok((codes, user)) => {
                let viewer = guard::viewer(&ask.accounts, &user);
                return show_codes(ask, codes, viewer).await;
            }
            Err(refusal) => Err(refusal),
        },
        "delete" => match delete(&mut ask).await {
            Ok(()) => return go("/login?done=deleted"),
            Err(refusal) => Err(refusal),
        },
        _ => Err(Refusal::field("", "This form is not known; load the page anew.")),
    };
    match done {
        Ok(()) => go(&format!("{PAGE}?done={form}")),
        Err(refusal) => ask.refuse(PAGE, &form, refusal).await,
    }
}

async fn tell(ask: &Ask, user: &User, what: &str) {
    ask.accounts.tell(&user.row.email, what).await;
}

async fn password(ask: &mut Ask) -> Result<(), Refusal> {
    let user = again(ask).await?;
    let typed = Password::typed(ask.text("password"));
    typed.check(&user.row.email).map_err(|why| Refusal::field("password", why))?;
    let hash = ask.accounts.users.hasher.hash(typed).await?;
    ask.accounts.users.set(user.row.id, Column::PasswordHash, hash.clone()).await?;
    ask.accounts.sessions.end_all(user.row.id, None).await?;
    let database = &ask.accounts.users.database;
    token::forget(database.pool(), user.row.id, Kind::Reset).await?;
    tell(ask, &user, "The password of your account was changed; other sessions were ended.").await;
    ask.auth.session.cycle_id().await?;
    let row = entity::table::user::Model { password_hash: hash, ..user.row };
    ask.auth.login(&User::from(row)).await?;
    Ok(())
}

async fn email(ask: &Ask) -> Result<(), Refusal> {
    let email = Email::read(ask.text("email")).map_err(|why| Refusal::field("email", why))?;
    let user = again(ask).await?;
    if email.as_str() == user.row.email {
        return Err(Refusal::field("email", "This is your address already."));
    }
    if !may_write(ask, email.as_str()).await? {
        return Ok(());
    }
    let letter = Letter::Moving { account: user.row.id, email: email.as_str().to_owned() };
    ask.accounts.post(letter).await?;
    tell(ask, &user, "Somebody asked for another e-mail address for your account.").await;
    Ok(())
}

async fn verify(ask: &Ask) -> Result<(), Refusal> {
    let user = own(ask)?;
    let email = user.row.email.clone();
    if user.row.verified_at.is_none() && may_write(ask, &email).await? {
        let letter = Letter::Unconfirmed { account: user.row.id };
        ask.accounts.post(letter).await?;
    }
    Ok(())
}

async fn end_one(ask: &Ask) -> Result<(), Refusal> {
    let user = own(ask)?;
    if ask.accounts.sessions.end(user.row.id, ask.text("session")).await? {
        return Ok(());
    }
    Err(Refusal::field("", "You have no such session; it may have ended by itself."))
}

async fn end_others(ask: &Ask) -> Result<(), Refusal> {
    let user = own(ask)?;
    let name = ask.auth.session.id().map(|id: Id| super::super::session::name(&id));
    ask.accounts.sessions.end_all(user.row.id, name.as_deref()).await?;
    Ok(())
}

/// Password and code, before the second factor changes.
async fn both(ask: &Ask) -> Result<User, Refusal> {
    let user = again(ask).await?;
    if user.row.totp_seed.is_none() {
        return Err(Refusal::field("", "Two-factor sign-in is not switched on."));
    }
    if !prove(ask, &user.row).await? {
        return Err(Refusal::field("code", "This code is wrong, too old, or was used before."));
    }
    Ok(user)
}

async fn two_factor_off(ask: &Ask) -> Result<(), Refusal> {
    let user = both(ask).await?;
    ask.accounts.users.set(user.row.id, Column::TotpSeed, None::<String>).await?;
    recovery::forget(&ask.accounts.users.database, user.row.id).await?;
    tell(ask, &user, "Two-factor sign-in was switched off for your account.").await;
    Ok(())
}

async fn codes(ask: &Ask) -> Result<(Vec<String>, User), Refusal> {
    let user = both(ask).await?;
    let codes = recovery::renew(&ask.accounts.users.database, user.row.id).await?;
    tell(
        ask,
        &user,
        "New recovery codes were made for your account; the old ones stopped working.",
    )
    .await;
    Ok((codes, user))
}

async fn delete(ask: &mut Ask) -> Result<(), Refusal> {
    let typed = ask.text("confirm").trim().to_lowercase();
    let email = own(ask)?.row.email;
    if typed != email {
        return Err(Refusal::field("confirm", format!("Type {email} to confirm.")));
    }
    let user = again(ask).await?;
    if user.row.is_admin && ask.accounts.users.admins().await? == 1 {
        let text = "You are the only one who looks after the service. Promote somebody else first.";
        return Err(Refusal::field("", text));
    }
    privacy::delete(&ask.accounts, &ask.keys, &ask.usage, user.row.id).await?;
    let what = "Your account and all its data were deleted, as you asked.";
    tell(ask, &user, what).await;
    ask.auth.logout().await?;
    Ok(())
}

/// `GET /dashboard/settings/export`
pub(super) async fn export(ask: Ask) -> Response {
    let exported = match own(&ask) {
        Ok(user) => {
            let exported = privacy::export(&ask.accounts, &ask.usage, &user.row).await;
            exported.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match exported {
        Ok(data) => {
            let name = "attachment; filename=\"bts-guru-account.json\"";
            ([(header::CONTENT_DISPOSITION, name)], Json(data)).into_response()
        }
        Err(refusal) => ask.refuse(PAGE, "export", refusal).await,
    }
}
