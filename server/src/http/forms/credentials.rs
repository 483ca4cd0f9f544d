//! Comparing a password, as often as the throttles allow: every hash is paid for before it is made.

use super::{
    request::{FormError, FormRequest},
    toll::Toll,
    two_factor::current_user,
};
use crate::{
    accounts::{Accounts, secret, session, throttle::Subject, trusted_address, user::User},
    credentials::Password,
};

/// Who has this address and this password; `None` where nobody has.
pub(super) async fn attempt(
    ask: &FormRequest,
    email: &str,
    password: Password,
) -> Result<Option<User>, FormError> {
    let accounts = &ask.accounts;
    let mut toll = Toll::new(ask, "login", email);
    // One network's hashes are paid for first, whatever comes of them, and are not given back.
    toll.pay(&Subject::networks(ask.address, Subject::Hash)).await?;
    let account = accounts.users.find(email).await?;
    // Asked for strangers too, so that both take as long.
    let is_known = is_known(ask, account.as_ref().map_or(0, |row| row.id)).await?;
    let name = secret::digest(email);
    let subjects = if is_known {
        vec![Subject::Known(name, ask.place.clone())]
    } else {
        let mut all = vec![Subject::Everybody];
        all.extend(Subject::networks(ask.address, Subject::Address));
        all.push(Subject::Account(name));
        all
    };
    let taken = toll.pay(&subjects).await?;
    let found = accounts.users.check(account, password).await?;
    if found.is_some() {
        accounts.throttle.give_back(&taken).await;
    }
    Ok(found)
}

/// Whether somebody signed in knows their password: counted by session, so that nobody outside can
/// use up their tries.
pub(super) async fn reauthenticate(ask: &FormRequest) -> Result<User, FormError> {
    let user = current_user(ask)?;
    let session = ask.auth.session.id().map(|id| session::name(&id)).unwrap_or_default();
    let tries = [Subject::Known(secret::digest(&user.row.email), session)];
    let throttle = &ask.accounts.throttle;
    throttle.take(&[Subject::Own(user.row.id)]).await?;
    throttle.take(&tries).await?;
    let password = Password::typed(ask.text("current"));
    let found = ask.accounts.users.check(Some(user.row), password).await?;
    let found = found.ok_or_else(|| FormError::field("current", "This is not your password."))?;
    throttle.give_back(&tries).await;
    Ok(found)
}

/// What signing up was paid with.
pub(super) struct Paid {
    /// Whether a letter may go to the mailbox.
    pub may_write: bool,
    taken: Vec<Subject>,
}

impl Paid {
    /// Nothing came of it.
    pub async fn give_back(self, ask: &FormRequest) {
        ask.accounts.throttle.give_back(&self.taken).await;
    }
}

/// Pay for what signing up costs, a hash and a letter: `Err` where the asker has asked too often.
/// Nobody is spared here for having an account, so that nothing tells who has one.
pub(super) async fn pay_join(ask: &FormRequest, email: &str) -> Result<Paid, FormError> {
    let mut taken = pay_letter(ask, "register", email, true).await?;
    let mailbox = mailbox(ask, "join", email).await;
    let may_write = mailbox.is_some();
    taken.extend(mailbox);
    Ok(Paid { may_write, taken })
}

/// Whether a letter may go to this mailbox; `Err` where the asker has asked too often. Its owner, at
/// an address they were signed in from, is counted alone: no crowd of strangers keeps them waiting.
pub(super) async fn may_send_mail(ask: &FormRequest, email: &str) -> Result<bool, FormError> {
    if may_write_as_owner(ask, email).await? {
        return Ok(true);
    }
    pay_letter(ask, "forgot", email, true).await?;
    Ok(mailbox(ask, "back", email).await.is_some())
}

/// The same for a letter that lets its reader in. Only mailboxes that have an account get one, so it
/// is not counted among all letters: a crowd that empties that bucket must leave this way open.
pub(super) async fn may_mail_link(ask: &FormRequest, email: &str) -> Result<bool, FormError> {
    if may_write_as_owner(ask, email).await? {
        return Ok(true);
    }
    pay_letter(ask, "link", email, false).await?;
    Ok(mailbox(ask, "link", email).await.is_some())
}

async fn may_write_as_owner(ask: &FormRequest, email: &str) -> Result<bool, FormError> {
    let Accounts { users, throttle, .. } = &ask.accounts;
    let account = users.find(email).await?.map_or(0, |row| row.id);
    let writer = Subject::Writer(secret::digest(email), ask.place.clone());
    Ok(is_known(ask, account).await? && throttle.take_one(&writer).await.is_ok())
}

/// What a stranger's letter costs; gives what was taken.
async fn pay_letter(
    ask: &FormRequest,
    form: &str,
    email: &str,
    of_all: bool,
) -> Result<Vec<Subject>, FormError> {
    let mut all = Subject::networks(ask.address, Subject::Asker);
    all.extend(of_all.then_some(Subject::Letters));
    Toll::new(ask, form, email).pay(&all).await
}

/// What a letter takes from its mailbox; nothing where that has had enough of them.
async fn mailbox(ask: &FormRequest, occasion: &'static str, email: &str) -> Option<Subject> {
    let mailbox = Subject::Mailbox(occasion, secret::digest(email));
    ask.accounts.throttle.take_one(&mailbox).await.ok().map(|()| mailbox)
}

async fn is_known(ask: &FormRequest, account: i64) -> Result<bool, FormError> {
    let Accounts { users, key, .. } = &ask.accounts;
    Ok(trusted_address::is_known(&users.database, key, account, &ask.place).await?)
}
