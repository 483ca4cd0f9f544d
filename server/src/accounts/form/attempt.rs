//! Comparing a password, as often as the throttles allow.

use super::{
    super::{Accounts, known, password::Password, secret, session, throttle::Subject, user::User},
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
    let found = accounts.users.check(account, password).await?;
    if found.is_some() {
        accounts.throttle.give_back(subjects, Instant::now());
    }
    Ok(found)
}

/// Whether a letter may go to this mailbox; `Err` where the asker has asked too often.
pub(super) fn may_write(accounts: &Accounts, place: &str, email: &str) -> Result<bool, Refusal> {
    let now = Instant::now();
    let asker = [Subject::Asker(place.to_owned()), Subject::Letters];
    accounts.throttle.take(&asker, now).map_err(Refusal::Slow)?;
    let mailbox = [Subject::Mailbox(secret::digest(email))];
    Ok(accounts.throttle.take(&mailbox, now).is_ok())
}
