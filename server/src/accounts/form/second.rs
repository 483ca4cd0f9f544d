//! The second factor: asked for at the door, and set up.

use super::{
    super::{
        guard::{self, Awaited, CANDIDATE},
        now, recovery,
        throttle::Subject,
        totp::Seed,
        user::User,
    },
    ask::{Ask, Refusal, go, safe_next},
    attempt::again,
    enter::sign_in,
};
use app::port::{FormState, Viewer};
use axum::{http::StatusCode, response::Response};
use entity::table::user::Column;

const PAGE: &str = "/two-factor";

/// `POST /two-factor`
pub(super) async fn two_factor(mut ask: Ask) -> Response {
    match ask.text("form") {
        "start" => match start(&ask).await {
            Ok(()) => go(PAGE),
            Err(refusal) => ask.refuse(PAGE, "start", refusal).await,
        },
        "confirm" => match confirm(&mut ask).await {
            Ok((codes, viewer)) => show_codes(ask, codes, viewer).await,
            Err(refusal) => ask.refuse(PAGE, "confirm", refusal).await,
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
    let Some(Awaited { account, next, .. }) = guard::awaited(&ask.auth).await? else {
        return Ok("/login?done=late".to_owned());
    };
    let row = ask.accounts.users.by_id(account).await?.filter(|row| row.disabled_at.is_none());
    let Some(row) = row else { return Ok("/login".to_owned()) };
    if !prove(ask, &row).await? {
        return Err(Refusal::field("code", "This code is wrong, too old, or was used before."));
    }
    sign_in(ask, User::from(row)).await?;
    Ok(safe_next(&next))
}

/// Whether the field `code` holds a one-time password or recovery code of the account; it is used
/// up by this.
pub(super) async fn prove(ask: &Ask, row: &entity::table::user::Model) -> Result<bool, Refusal> {
    let accounts = &ask.accounts;
    let typed = ask.text("code").trim();
    if typed.is_empty() {
        return Err(Refusal::field("code", "Write the code your device shows."));
    }
    let subject = [Subject::Code(row.id)];
    accounts.throttle.take(&subject).await?;
    let seed = row.totp_seed.as_deref().and_then(Seed::read);
    let step = seed.and_then(|seed| seed.accept(typed, now() / 1_000, row.totp_used_step));
    let proved = match step {
        Some(step) => accounts.users.use_step(row.id, step).await?,
        None => {
            let used = recovery::redeem(&accounts.users.database, row.id, typed).await?;
            if used {
                let what = "A recovery code was used to sign in to your account.";
                accounts.tell(&row.email, what).await;
            }
            used
        }
    };
    if proved {
        accounts.throttle.give_back(&subject).await;
    }
    Ok(proved)
}

async fn start(ask: &Ask) -> Result<(), Refusal> {
    if own(ask)?.row.totp_seed.is_some() {
        return Ok(());
    }
    again(ask).await?;
    ask.auth.session.insert(CANDIDATE, Seed::random().text()).await?;
    Ok(())
}

async fn confirm(ask: &mut Ask) -> Result<(Vec<String>, Viewer), Refusal> {
    let user = own(ask)?;
    let candidate: Option<String> = ask.auth.session.get(CANDIDATE).await?;
    let text = candidate.ok_or_else(|| Refusal::field("", "Begin again: nothing is waiting."))?;
    let accounts = ask.accounts.clone();
    let subject = [Subject::Code(user.row.id)];
    accounts.throttle.take(&subject).await?;
    let step = Seed::read(&text).and_then(|s| s.accept(ask.text("code"), now() / 1_000, None));
    let step = step.ok_or_else(|| {
        Refusal::field("code", "This is not the code of this moment. Check your device's clock.")
    })?;
    accounts.throttle.give_back(&subject).await;
    let (users, id) = (&accounts.users, user.row.id);
    // The codes first: a seed without codes could lock its owner out.
    let codes = recovery::renew(&users.database, id).await?;
    users.set(id, Column::TotpUsedStep, Some(step)).await?;
    users.set(id, Column::TotpSeed, Some(text.clone())).await?;
    accounts.sessions.end_all(id, None).await?;
    ask.auth.session.remove::<String>(CANDIDATE).await?;
    ask.auth.session.cycle_id().await?;
    let what = "Two-factor sign-in was switched on for your account.";
    accounts.tell(&user.row.email, what).await;
    let row = entity::table::user::Model { totp_seed: Some(text), ..user.row };
    Ok((codes, guard::viewer(&accounts, &User::from(row))))
}

/// Who is signed in.
pub(super) fn own(ask: &Ask) -> Result<User, Refusal> {
    let user = ask.viewer().and(ask.auth.user.clone());
    user.ok_or_else(|| Refusal::field("", "Sign in first."))
}
