//! Signing up, and showing that an address is one's own.

use super::{
    super::{
        email::Email,
        guard::REGISTERED,
        letter::Letter,
        password::{Password, Verdict},
        secret,
        throttle::Subject,
        token::Kind,
        user::User,
        who::ActError,
    },
    ask::{Ask, Refusal, go},
    attempt::may_join,
    forget::link,
};
use crate::audit::{self, Action, Entry};
use axum::response::Response;
use entity::table::{account_token::Model as Link, user::Model};

/// `POST /register`
pub(super) async fn register(ask: Ask) -> Response {
    match join(&ask).await {
        Ok(()) => go("/register?done=sent"),
        Err(refusal) => {
            ask.note_refusal(Action::Register, None, &refusal).await;
            ask.refuse("/register", "register", refusal).await
        }
    }
}

/// What comes of it differs with whether the address has an account. That is for the letter to tell:
/// here the same is done for all, and takes as long.
async fn join(ask: &Ask) -> Result<(), Refusal> {
    let accounts = &ask.accounts;
    let email = Email::read(ask.text("email"));
    let typed = ask.text("password");
    let password = Password::typed(typed);
    let checked = password.check(email.as_ref().map_or("", Email::as_str));
    let email = match (email, checked) {
        (Ok(email), Ok(())) => email,
        (email, checked) => {
            let wrong = [("email", email.err()), ("password", checked.err())];
            let wrong = wrong.into_iter().filter_map(|(name, why)| Some((name, why?.to_owned())));
            return Err(Refusal::Wrong(wrong.collect()));
        }
    };
    let may_write = may_join(ask, email.as_str()).await?;
    let hash = accounts.users.hasher.hash(password).await?;
    let transaction = accounts.users.database.begin().await?;
    let account = accounts.users.join(&transaction, &email, hash.clone()).await?;
    if may_write {
        let email = email.as_str().to_owned();
        let letter = Letter::Registered { email, password_hash: hash.clone() };
        accounts.post_with(&transaction, letter).await?;
    }
    let who = ask.who();
    let entry = match account {
        Some(account) => who.did(Action::Register, account),
        None => Entry::new(Action::Register, who.actor).from(who.origin),
    };
    audit::write(&transaction, entry).await?;
    transaction.commit().await?;
    accounts.posted();
    // The letter's link, followed here, needs no password typed again.
    ask.auth.session.insert(REGISTERED, secret::digest(&hash)).await?;
    Ok(())
}

/// `POST /verify`
pub(super) async fn verify(mut ask: Ask) -> Response {
    match confirm(&mut ask).await {
        Ok(way) => go(way),
        Err(refusal) => {
            ask.note_refusal(Action::Confirm, None, &refusal).await;
            ask.refuse("/verify", "verify", refusal).await
        }
    }
}

async fn confirm(ask: &mut Ask) -> Result<&'static str, Refusal> {
    let link = link(ask, &[Kind::Verify, Kind::Email]).await?;
    let row = ask.accounts.users.by_id(link.account_id).await?;
    let row = row.ok_or_else(|| Refusal::from(ActError::Over))?;
    let inside = ask.auth.user.as_ref().is_some_and(|user| user.row.id == row.id);
    if link.kind == Kind::Email.word() {
        let moved = ask.accounts.move_here(&link, &ask.who()).await?;
        if inside {
            ask.stay_in(User::from(moved)).await?;
        }
        return Ok("/verify?done=email");
    }
    let hash = in_force(ask, &link, &row, inside).await?;
    let unchanged = hash == row.password_hash;
    let row = ask.accounts.confirm(&ask.keys, &link, hash, &ask.who()).await?;
    ask.auth.session.remove::<String>(REGISTERED).await?;
    if inside && unchanged {
        ask.stay_in(User::from(row)).await?;
    }
    Ok("/verify?done=verify")
}

/// The password that a confirmation puts in force, as its hash.
///
/// Anybody can have a letter sent to somebody else's mailbox, and its owner may follow the link by
/// mistake. So the link alone puts no password in force: whoever follows it is in the browser that
/// registered, is signed in with that very password, or types it.
async fn in_force(ask: &Ask, link: &Link, row: &Model, inside: bool) -> Result<String, Refusal> {
    let hash = link.detail.clone().unwrap_or_else(|| row.password_hash.clone());
    let registered: Option<String> = ask.auth.session.get(REGISTERED).await?;
    let here = registered.is_some_and(|mark| mark == secret::digest(&hash));
    if here || (inside && hash == row.password_hash) {
        return Ok(hash);
    }
    let typed = ask.text("password");
    if typed.is_empty() {
        let text = "Write the password that you chose when you registered.";
        return Err(Refusal::field("password", text));
    }
    ask.accounts.throttle.take(&[Subject::Link(link.hash.clone())]).await?;
    let mut kept = vec![hash];
    if row.password_hash != kept[0] {
        // Who registered before somebody else did so with the same address follows any letter.
        kept.push(row.password_hash.clone());
    }
    for hash in kept {
        let password = Password::typed(typed);
        match ask.accounts.users.hasher.verify(password, Some(hash.clone())).await? {
            Verdict::Right | Verdict::RightButWeak => return Ok(hash),
            Verdict::Wrong => {}
        }
    }
    let text = "This letter belongs to a registration with another password. If you registered \
                more than once, follow the other letter, or choose a new password at /forgot.";
    Err(Refusal::field("password", text))
}
