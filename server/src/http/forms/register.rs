//! Signing up, and showing that an address is one's own.

use super::{
    credentials::pay_join,
    password_reset::link,
    request::{FormError, FormRequest, redirect},
};
use crate::{
    accounts::{
        emails::AccountEmail, password::Verdict, throttle::Subject, token::Kind, user::User,
        who::ActError,
    },
    audit::{self, Action, Entry},
    credentials::{Password, email::Email},
    http::middleware::auth_session::REGISTERED,
    store::with_timeout,
};
use axum::response::Response;
use entity::table::{account_token::Model as Link, user::Model};

/// `POST /register`
pub(super) async fn register(ask: FormRequest) -> Response {
    match join(&ask).await {
        Ok(Letters::Sent) => redirect("/register?done=sent"),
        Ok(Letters::Held) => redirect("/register?done=held"),
        Err(refusal) => {
            ask.note_refusal(Action::Register, None, &refusal).await;
            ask.refuse("/register", "register", refusal).await
        }
    }
}

/// Whether a letter went to the address; told alike of those that have an account and of others.
enum Letters {
    /// One did.
    Sent,
    /// None: it had enough of them lately. Strangers may have used them up, so any of their letters does
    /// for whoever registers meanwhile: see [`in_force`].
    Held,
}

/// What comes of it differs with whether the address has an account. That is for the letter to tell:
/// here the same is done for all, and takes as long.
async fn join(ask: &FormRequest) -> Result<Letters, FormError> {
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
            return Err(FormError::Wrong(wrong.collect()));
        }
    };
    // First the place in the line, then the letter: who is sent away has paid for nothing.
    let place = accounts.users.hasher.registering().stand()?;
    let paid = pay_join(ask, email.as_str()).await?;
    let may_write = paid.may_write;
    let hash = match place.hash(password).await {
        Ok(hash) => hash,
        Err(error) => {
            paid.give_back(ask).await;
            return Err(FormError::from(error));
        }
    };
    let transaction =
        with_timeout(accounts.users.database.pool(), accounts.users.database.begin()).await?;
    let account = accounts.users.join(&transaction, &email, hash.clone()).await?;
    if may_write {
        let email = email.as_str().to_owned();
        let letter = AccountEmail::Registered { email, password_hash: hash.clone() };
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
    // A letter's link, followed here, needs no password typed again.
    let sealed = accounts.key.seal(&registered(email.as_str()), &hash);
    ask.auth.session.insert(REGISTERED, sealed).await?;
    Ok(if may_write { Letters::Sent } else { Letters::Held })
}

/// What the password of a registration is sealed for, in the session of its browser.
fn registered(email: &str) -> String {
    format!("registered:{email}")
}

/// `POST /verify`
pub(super) async fn verify(mut ask: FormRequest) -> Response {
    match confirm(&mut ask).await {
        Ok(way) => redirect(way),
        Err(refusal) => {
            ask.note_refusal(Action::Confirm, None, &refusal).await;
            ask.refuse("/verify", "verify", refusal).await
        }
    }
}

async fn confirm(ask: &mut FormRequest) -> Result<&'static str, FormError> {
    let link = link(ask, &[Kind::Verify, Kind::Email]).await?;
    let row = ask.accounts.users.by_id(link.account_id).await?;
    let row = row.ok_or_else(|| FormError::from(ActError::Over))?;
    let inside = ask.auth.user.as_ref().is_some_and(|user| user.row.id == row.id);
    if link.kind == Kind::Email.as_str() {
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
/// mistake. So the link alone puts no password in force. Whoever follows it is in the browser that
/// registered this address, and gets the password that was chosen there, whichever letter it is: the
/// mailbox is theirs, and others may have used up its letters. Or they are signed in with the very
/// password of the link's registration, or type it.
async fn in_force(
    ask: &FormRequest,
    link: &Link,
    row: &Model,
    inside: bool,
) -> Result<String, FormError> {
    let sealed: Option<String> = ask.auth.session.get(REGISTERED).await?;
    let key = &ask.accounts.key;
    if let Some(chosen) = sealed.and_then(|sealed| key.open(&registered(&row.email), &sealed)) {
        return Ok(chosen.text);
    }
    let hash = link.detail.clone().unwrap_or_else(|| row.password_hash.clone());
    if inside && hash == row.password_hash {
        return Ok(hash);
    }
    let typed = ask.text("password");
    if typed.is_empty() {
        let text = "Write the password that you chose when you registered.";
        return Err(FormError::field("password", text));
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
                more than once, follow the other letter, or follow this one in the browser in which \
                you registered. Or choose a new password at /forgot.";
    Err(FormError::field("password", text))
}
