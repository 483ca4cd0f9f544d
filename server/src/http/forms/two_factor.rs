//! The second factor: asked for at the door, and set up.

use super::{
    credentials::reauthenticate,
    login::sign_in,
    request::{FormError, FormRequest, redirect, safe_next},
};
use crate::{
    accounts::{
        factor::Proof,
        now,
        throttle::Subject,
        totp::Seed,
        user::{User, stamp},
        who::ActError,
    },
    audit::{self, Action},
    http::middleware::{
        auth_session as guard,
        auth_session::{PENDING_TOTP_SEED, PendingLogin},
    },
};
use app::port::{FormState, Viewer};
use axum::{http::StatusCode, response::Response};

const PAGE: &str = "/two-factor";

/// `POST /two-factor`
pub(super) async fn two_factor(mut ask: FormRequest) -> Response {
    match ask.text("form") {
        // The session has ended meanwhile.
        "start" | "confirm" if current_user(&ask).is_err() => redirect("/login?next=%2Ftwo-factor"),
        "start" => match start(&ask).await {
            Ok(()) => redirect(PAGE),
            Err(refusal) => {
                let account = ask.viewer().map(|viewer| viewer.id);
                ask.note_refusal(Action::FactorOn, account, &refusal).await;
                ask.refuse(PAGE, "start", refusal).await
            }
        },
        "confirm" => match confirm(&mut ask).await {
            Ok((codes, viewer)) => show_codes(ask, codes, viewer).await,
            Err(refusal) => {
                let account = ask.viewer().map(|viewer| viewer.id);
                ask.note_refusal(Action::FactorOn, account, &refusal).await;
                ask.refuse(PAGE, "confirm", refusal).await
            }
        },
        _ => match challenge(&mut ask).await {
            Ok(way) => redirect(&way),
            Err(refusal) => ask.refuse(PAGE, "challenge", refusal).await,
        },
    }
}

/// The page with recovery codes, which are shown this once.
pub(super) async fn show_codes(ask: FormRequest, codes: Vec<String>, viewer: Viewer) -> Response {
    let state = FormState { form: "codes".to_owned(), secrets: codes, ..FormState::default() };
    ask.show(PAGE, StatusCode::OK, state, Some(viewer)).await
}

async fn challenge(ask: &mut FormRequest) -> Result<String, FormError> {
    let Some(PendingLogin { account, next, stamp: begun, .. }) = guard::awaited(&ask.auth).await?
    else {
        return Ok("/login?done=late".to_owned());
    };
    let row = ask.accounts.users.by_id(account).await?.filter(|row| row.disabled_at.is_none());
    // The password was changed, or all ways in were ended, since it was asked for.
    let Some(row) = row.filter(|row| stamp(row) == begun) else {
        ask.auth.logout().await?;
        return Ok("/login?done=late".to_owned());
    };
    if let Err(refusal) = verify_code(ask, row.id).await {
        ask.note_refusal(Action::SecondFactor, Some(row.id), &refusal).await;
        return Err(refusal);
    }
    let row = ask.accounts.users.by_id(row.id).await?;
    let Some(row) = row.filter(|row| stamp(row) == begun) else {
        return Ok("/login?done=late".to_owned());
    };
    let entry = ask.who().did(Action::SecondFactor, row.id);
    audit::write_or_log(ask.accounts.users.database.pool(), entry).await;
    sign_in(ask, User::from(row)).await?;
    Ok(safe_next(&next))
}

/// Whether the field `code` holds a one-time password or recovery code of the account; it is used
/// up by this.
pub(super) async fn verify_code(ask: &FormRequest, account: i64) -> Result<(), FormError> {
    let typed = ask.text("code").trim();
    if typed.is_empty() {
        return Err(FormError::field("code", "Write the code your device shows."));
    }
    match ask.accounts.prove(account, typed, &ask.place).await? {
        Proof::Right => Ok(()),
        Proof::Wrong => {
            Err(FormError::field("code", "This code is wrong, too old, or was used before."))
        }
        Proof::Wait(wait) => Err(FormError::Slow(wait)),
    }
}

async fn start(ask: &FormRequest) -> Result<(), FormError> {
    let user = current_user(ask)?;
    if user.row.verified_at.is_none() {
        return Err(FormError::from(ActError::Unconfirmed));
    }
    if user.row.totp_seed.is_some() {
        return Ok(());
    }
    reauthenticate(ask).await?;
    let candidate = Seed::random().seal(&ask.accounts.key, user.row.id);
    ask.auth.session.insert(PENDING_TOTP_SEED, candidate).await?;
    Ok(())
}

async fn confirm(ask: &mut FormRequest) -> Result<(Vec<String>, Viewer), FormError> {
    let user = current_user(ask)?;
    let nothing = || FormError::field("", "Begin again: nothing is waiting.");
    let sealed: String = ask.auth.session.get(PENDING_TOTP_SEED).await?.ok_or_else(nothing)?;
    let accounts = ask.accounts.clone();
    let subject = [Subject::Code(user.row.id)];
    accounts.throttle.take(&subject).await?;
    let (seed, _) = Seed::open(&accounts.key, user.row.id, &sealed).ok_or_else(nothing)?;
    let step = seed.accept(ask.text("code"), now() / 1_000, None).ok_or_else(|| {
        FormError::field("code", "This is not the code of this moment. Check your device's clock.")
    })?;
    accounts.throttle.give_back(&subject).await;
    let (codes, row) = accounts.factor_on(user.row.id, sealed, step, &ask.who()).await?;
    ask.auth.session.remove::<String>(PENDING_TOTP_SEED).await?;
    let user = User::from(row);
    let viewer = guard::viewer(&accounts, &user);
    ask.stay_in(user).await?;
    Ok((codes, viewer))
}

/// Who is signed in.
pub(super) fn current_user(ask: &FormRequest) -> Result<User, FormError> {
    let user = ask.viewer().and(ask.auth.user.clone());
    user.ok_or_else(|| FormError::field("", "Sign in first."))
}
