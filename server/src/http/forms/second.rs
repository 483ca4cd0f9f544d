//! The second factor: asked for at the door, and set up.

use super::{
    ask::{Ask, Refusal, go, safe_next},
    attempt::again,
    enter::sign_in,
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
        auth_session::{Awaited, CANDIDATE},
    },
};
use app::port::{FormState, Viewer};
use axum::{http::StatusCode, response::Response};

const PAGE: &str = "/two-factor";

/// `POST /two-factor`
pub(super) async fn two_factor(mut ask: Ask) -> Response {
    match ask.text("form") {
        // The session has ended meanwhile.
        "start" | "confirm" if own(&ask).is_err() => go("/login?next=%2Ftwo-factor"),
        "start" => match start(&ask).await {
            Ok(()) => go(PAGE),
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
            Ok(way) => go(&way),
            Err(refusal) => ask.refuse(PAGE, "challenge", refusal).await,
        },
    }
}

/// The page with recovery codes, which are shown this once.
pub(super) async fn show_codes(ask: Ask, codes: Vec<String>, viewer: Viewer) -> Response {
    let state = FormState { form: "codes".to_owned(), secrets: codes, ..FormState::default() };
    ask.show(PAGE, StatusCode::OK, state, Some(viewer)).await
}

async fn challenge(ask: &mut Ask) -> Result<String, Refusal> {
    let Some(Awaited { account, next, stamp: begun, .. }) = guard::awaited(&ask.auth).await? else {
        return Ok("/login?done=late".to_owned());
    };
    let row = ask.accounts.users.by_id(account).await?.filter(|row| row.disabled_at.is_none());
    // The password was changed, or all ways in were ended, since it was asked for.
    let Some(row) = row.filter(|row| stamp(row) == begun) else {
        ask.auth.logout().await?;
        return Ok("/login?done=late".to_owned());
    };
    if let Err(refusal) = prove(ask, row.id).await {
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
pub(super) async fn prove(ask: &Ask, account: i64) -> Result<(), Refusal> {
    let typed = ask.text("code").trim();
    if typed.is_empty() {
        return Err(Refusal::field("code", "Write the code your device shows."));
    }
    match ask.accounts.prove(account, typed, &ask.place).await? {
        Proof::Right => Ok(()),
        Proof::Wrong => {
            Err(Refusal::field("code", "This code is wrong, too old, or was used before."))
        }
        Proof::Wait(wait) => Err(Refusal::Slow(wait)),
    }
}

async fn start(ask: &Ask) -> Result<(), Refusal> {
    let user = own(ask)?;
    if user.row.verified_at.is_none() {
        return Err(Refusal::from(ActError::Unconfirmed));
    }
    if user.row.totp_seed.is_some() {
        return Ok(());
    }
    again(ask).await?;
    let candidate = Seed::random().seal(&ask.accounts.key, user.row.id);
    ask.auth.session.insert(CANDIDATE, candidate).await?;
    Ok(())
}

async fn confirm(ask: &mut Ask) -> Result<(Vec<String>, Viewer), Refusal> {
    let user = own(ask)?;
    let nothing = || Refusal::field("", "Begin again: nothing is waiting.");
    let sealed: String = ask.auth.session.get(CANDIDATE).await?.ok_or_else(nothing)?;
    let accounts = ask.accounts.clone();
    let subject = [Subject::Code(user.row.id)];
    accounts.throttle.take(&subject).await?;
    let (seed, _) = Seed::open(&accounts.key, user.row.id, &sealed).ok_or_else(nothing)?;
    let step = seed.accept(ask.text("code"), now() / 1_000, None).ok_or_else(|| {
        Refusal::field("code", "This is not the code of this moment. Check your device's clock.")
    })?;
    accounts.throttle.give_back(&subject).await;
    let (codes, row) = accounts.factor_on(user.row.id, sealed, step, &ask.who()).await?;
    ask.auth.session.remove::<String>(CANDIDATE).await?;
    let user = User::from(row);
    let viewer = guard::viewer(&accounts, &user);
    ask.stay_in(user).await?;
    Ok((codes, viewer))
}

/// Who is signed in.
pub(super) fn own(ask: &Ask) -> Result<User, Refusal> {
    let user = ask.viewer().and(ask.auth.user.clone());
    user.ok_or_else(|| Refusal::field("", "Sign in first."))
}
