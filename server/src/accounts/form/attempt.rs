//! Comparing a password, as often as the throttles allow.

use super::{
    super::{
        Accounts, known,
        password::Password,
        secret, session,
        throttle::Subject,
        user::{AccountError, User},
    },
    ask::{Ask, Refusal},
    second::own,
};
use entity::table::user::Model;
use std::time::Instant;

/// Who has this address and this password; `None` where nobody has.
pub(super) async fn attempt(
    accounts: &Accounts,
    place: &str,
    email: &str,
    password: Password,
) -> Result<Option<User>, Refusal> {
    let account = accounts.users.find(email).await?;
    // Asked for strangers too, so that both take as long.
    let id = account.as_ref().map_or(0, |row| row.id);
    let is_known = known::is_known(&accounts.users.database, &accounts.key, id, place).await?;
    let name = secret::digest(email);
    let subjects = if is_known {
        vec![Subject::Known(name, place.to_owned())]
    } else {
        vec![Subject::Account(name), Subject::Address(place.to_owned()), Subject::Everybody]
    };
    compare(accounts, &subjects, account, password).await
}

/// Whether somebody signed in knows their password: counted by session, so that nobody outside can
/// use up their tries.
pub(super) async fn again(ask: &Ask) -> Result<User, Refusal> {
    let user = own(ask)?;
    let session = ask.auth.session.id().map(|id| session::name(&id)).unwrap_or_default();
    let subjects = [Subject::Known(secret::digest(&user.row.email), session)];
    let password = Password::typed(ask.text("current"));
    let found = compare(&ask.accounts, &subjects, Some(user.row), password).await?;
    found.ok_or_else(|| Refusal::field("current", "This is not your password."))
}

async fn compare(
    accounts: &Accounts,
    subjects: &[Subject],
    account: Option<Model>,
    password: Password,
) -> Result<Option<User>, Refusal> {
    accounts.throttle.take(subjects, Instant::now()).map_err(Refusal::Slow)?;
    let found = match accounts.users.check(account, password).await {
        Err(AccountError::Disabled(why)) => {
            let text = format!("This account is disabled: {why} Write to us if that is a mistake.");
            return Err(Refusal::field("", text));
        }
        other => other?,
    };
    if found.is_some() {
        accounts.throttle.give_back(subjects, Instant::now());
    }
    Ok(found)
}

/// Whether a letter may go to this mailbox; `Err` where the asker has asked too often. Its owner, at
/// an address they were signed in from, is counted alone: no crowd of strangers keeps them waiting.
pub(super) async fn may_write(
    accounts: &Accounts,
    place: &str,
    email: &str,
) -> Result<bool, Refusal> {
    let account = accounts.users.find(email).await?.map_or(0, |row| row.id);
    let is_known = known::is_known(&accounts.users.database, &accounts.key, account, place).await?;
    let (now, name) = (Instant::now(), secret::digest(email));
    if is_known {
        let writer = [Subject::Writer(name, place.to_owned())];
        return Ok(accounts.throttle.take(&writer, now).is_ok());
    }
    let asker = [Subject::Asker(place.to_owned()), Subject::Letters];
    accounts.throttle.take(&asker, now).map_err(Refusal::Slow)?;
    Ok(accounts.throttle.take(&[Subject::Mailbox(name)], now).is_ok())
}
