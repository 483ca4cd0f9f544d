//! Our letters: what the queue carries of one, and what it says in the end.

use super::{
    notice::KeyNews,
    token::{self, Kind},
    user::stamp as stamp_of,
};
use crate::{mail::Mail, store::Database};
use entity::table::{
    api_key,
    user::{self, Model},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The occasion of a letter.
///
/// Whether there is an account, and which letter it gets, is looked up when the letter is written,
/// never while somebody waits for an answer: so no answer, and no time it takes, tells strangers
/// who has an account. The link is made then as well, so none waits in the queue to be read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "occasion", rename_all = "snake_case")]
pub enum AccountEmail {
    /// Somebody registered with this address and chose the password of this hash.
    Registered {
        /// The address.
        email: String,
        /// Put in force once the link is followed.
        password_hash: String,
    },
    /// Somebody wants to confirm the address of their account.
    Unconfirmed { account: i64 },
    /// Somebody forgot the password that goes with this address.
    Forgotten {
        /// The address.
        email: String,
    },
    /// Somebody wants to sign in to the account of this address by a link.
    SignIn {
        /// The address.
        email: String,
    },
    /// Somebody wants their account to use another address.
    Moving {
        account: i64,
        /// The new address.
        email: String,
        /// The stamp of the account when it was asked for: a letter that is late, or was posted
        /// before its account was secured, says nothing.
        #[serde(default)]
        stamp: String,
    },
    /// An account uses another address from now on; its old one gets a way back.
    Moved {
        account: i64,
        /// The old address.
        email: String,
        /// How the account was before, for the link.
        before: String,
    },
    /// An account was signed in to from a place it does not know.
    NewPlace {
        /// The address.
        email: String,
        /// The network address.
        place: String,
        /// The browser, in words.
        agent: String,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// Something is to be said of a key.
    Key {
        account: i64,
        news: KeyNews,
        /// Which key.
        public_id: String,
        /// Who did it, in words.
        by: String,
        /// When it was done, or when it ends, in milliseconds since 1970.
        at: i64,
    },
    /// Something that matters was changed.
    Changed {
        /// The address.
        email: String,
        what: String,
    },
}

impl fmt::Debug for AccountEmail {
    /// One carries the hash of a password, and all say whom they are to.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(****)")
    }
}

impl AccountEmail {
    /// Whether it is to this account, by its number or its address.
    pub(crate) fn is_to(&self, id: i64, address: &str) -> bool {
        match self {
            AccountEmail::Unconfirmed { account } | AccountEmail::Key { account, .. } => {
                *account == id
            }
            AccountEmail::Moving { account, email, .. }
            | AccountEmail::Moved { account, email, .. } => *account == id || email == address,
            AccountEmail::Registered { email, .. }
            | AccountEmail::Forgotten { email }
            | AccountEmail::SignIn { email }
            | AccountEmail::NewPlace { email, .. }
            | AccountEmail::Changed { email, .. } => email == address,
        }
    }

    /// Write it; `None` where there is nobody to write to, or nothing to say any more.
    pub async fn write(self, database: &Database, app_url: &str) -> Result<Option<Mail>, DbErr> {
        let named = async |email: &str| {
            user::Entity::find().filter(user::Column::Email.eq(email)).one(database.pool()).await
        };
        let numbered = async |id: i64| user::Entity::find_by_id(id).one(database.pool()).await;
        let link = async |page: &str, account: i64, kind: Kind, detail: Option<String>| {
            let transaction = database.begin().await?;
            let token = token::issue(&transaction, account, kind, detail).await?;
            transaction.commit().await?;
            let sign = if page.contains('?') { '&' } else { '?' };
            Ok::<_, DbErr>(format!("{app_url}/{page}{sign}token={token}"))
        };
        let confirmed = |row: &Model| row.verified_at.is_some();
        match self {
            AccountEmail::Registered { email, password_hash } => match named(&email).await? {
                None => Ok(None),
                Some(row) if confirmed(&row) => Ok(Some(already(&email, app_url))),
                Some(row) => {
                    // Whoever registered first may not have been the owner of the mailbox. The
                    // password put in force is the one of the registration whose letter is
                    // followed, by somebody who knows it.
                    let url = link("verify", row.id, Kind::Verify, Some(password_hash)).await?;
                    Ok(Some(verify(&email, &url)))
                }
            },
            AccountEmail::Unconfirmed { account } => match numbered(account).await? {
                Some(row) if !confirmed(&row) => {
                    let chosen = Some(row.password_hash.clone());
                    let url = link("verify", row.id, Kind::Verify, chosen).await?;
                    Ok(Some(verify(&row.email, &url)))
                }
                Some(_) | None => Ok(None),
            },
            AccountEmail::Forgotten { email } => match named(&email).await? {
                Some(row) => {
                    let url = link("reset", row.id, Kind::Reset, None).await?;
                    Ok(Some(reset(&email, &url)))
                }
                None => Ok(None),
            },
            AccountEmail::SignIn { email } => match named(&email).await?.filter(confirmed) {
                Some(row) => {
                    let url = link("enter", row.id, Kind::Enter, None).await?;
                    Ok(Some(sign_in(&email, &url)))
                }
                None => Ok(None),
            },
            AccountEmail::Moving { account, email, stamp } => {
                let Some(row) = numbered(account).await? else { return Ok(None) };
                let wanted = row.pending_email.as_deref() == Some(email.as_str());
                if !wanted || stamp_of(&row) != stamp {
                    return Ok(None);
                }
                if named(&email).await?.is_some_and(|row| confirmed(&row)) {
                    return Ok(Some(already(&email, app_url)));
                }
                // The page is told that no password is asked for.
                let page = "verify?for=email";
                let url = link(page, row.id, Kind::Email, Some(email.clone())).await?;
                Ok(Some(move_here(&email, &url)))
            }
            AccountEmail::Key { account, news, public_id, by, at } => {
                let key = api_key::Entity::find()
                    .filter(api_key::Column::PublicId.eq(&public_id))
                    .one(database.pool())
                    .await?;
                let Some((row, key)) = numbered(account).await?.zip(key) else { return Ok(None) };
                Ok(Some(of_key(&row.email, news, &key, &by, at, app_url)))
            }
            AccountEmail::Moved { account, email, before } => {
                let Some(row) = numbered(account).await? else { return Ok(None) };
                let url = link("undo", row.id, Kind::Undo, Some(before)).await?;
                Ok(Some(moved(&email, &url)))
            }
            AccountEmail::NewPlace { email, place, agent, at } => {
                Ok(Some(new_place(&email, &place, &agent, at, app_url)))
            }
            AccountEmail::Changed { email, what } => Ok(Some(changed(&email, &what, app_url))),
        }
    }
}

fn mail(to: &str, subject: &str, text: &str) -> Mail {
    Mail { to: to.to_owned(), subject: subject.to_owned(), text: format!("{text}\n\nBTS Guru\n") }
}

/// Confirm the address of a new account.
fn verify(to: &str, url: &str) -> Mail {
    let text = format!(
        "Welcome. Confirm that this address is yours:\n\n{url}\n\nThe link is good for 24 hours. If \
         you did not register, do nothing: the account stays unconfirmed."
    );
    mail(to, "Confirm your e-mail address", &text)
}

/// Somebody registered an address that has an account.
fn already(to: &str, app_url: &str) -> Mail {
    let text = format!(
        "Somebody, perhaps you, tried to register with this address. You have an account already.\n\n\
         Sign in: {app_url}/login\nForgot your password: {app_url}/forgot\n\nNothing was changed."
    );
    mail(to, "You already have an account", &text)
}

/// Choose a new password.
fn reset(to: &str, url: &str) -> Mail {
    let text = format!(
        "Choose a new password here:\n\n{url}\n\nThe link is good once and for 30 minutes. If you did \
         not ask for it, do nothing: your password stays as it is."
    );
    mail(to, "Choose a new password", &text)
}

fn sign_in(to: &str, url: &str) -> Mail {
    let text = format!(
        "Sign in here:\n\n{url}\n\nThe link is good once and for 30 minutes. If you did not ask for it, \
         do nothing, and show it to nobody: it lets its reader into your account."
    );
    mail(to, "Sign in to your account", &text)
}

/// Confirm a new address.
fn move_here(to: &str, url: &str) -> Mail {
    let text = format!(
        "Confirm that your account shall use this address from now on:\n\n{url}\n\nThe link is good \
         for 24 hours. If you did not ask for it, do nothing."
    );
    mail(to, "Confirm your new e-mail address", &text)
}

/// The account uses another address.
fn moved(to: &str, url: &str) -> Mail {
    let text = format!(
        "Your account uses another e-mail address from now on, and every session was ended.\n\nIf \
         this was not you, take the account back here:\n\n{url}\n\nThe link is good for 7 days. It \
         restores this address, ends every session and what was made since the day before the change \
         was asked for (keys, a second factor, recovery codes), and leads you to a new password."
    );
    mail(to, "Your account was changed", &text)
}

/// Signed in from elsewhere.
fn new_place(to: &str, place: &str, agent: &str, at: i64, app_url: &str) -> Mail {
    let when = entity::table::instant(at).format("%-d %B %Y, %H:%M UTC");
    let text = format!(
        "Your account was signed in to from a place it was not used from before.\n\n{agent}, from \
         {place}, {when}\n\nIf this was not you, choose a new password at once: {app_url}/forgot"
    );
    mail(to, "A new sign-in to your account", &text)
}

/// Something that matters was changed.
fn changed(to: &str, what: &str, app_url: &str) -> Mail {
    let text =
        format!("{what}\n\nIf this was not you, choose a new password at once: {app_url}/forgot");
    mail(to, "Your account was changed", &text)
}

/// Something is said of a key.
fn of_key(to: &str, news: KeyNews, key: &api_key::Model, by: &str, at: i64, app_url: &str) -> Mail {
    let at = entity::table::instant(at).format("%-d %B %Y, %H:%M UTC");
    let (name, id) = (key.name.replace(char::is_control, " "), &key.public_id);
    let keys = format!("{app_url}/dashboard/keys");
    let not_you =
        format!("If you know nothing of it, revoke the key and choose a new password: {keys}");
    let (subject, text) = match news {
        KeyNews::Made => (
            "A key was made",
            format!("The key “{name}” ({id}) was made {by} on {at}.\n\n{not_you}"),
        ),
        KeyNews::Rotated => (
            "A key was rotated",
            format!("The token of the key “{name}” ({id}) was replaced {by} on {at}.\n\n{not_you}"),
        ),
        KeyNews::Revoked => (
            "A key was revoked",
            format!(
                "The key “{name}” ({id}) was revoked {by} on {at}. Whatever uses it is refused; make a \
                 new one where you still need it: {keys}"
            ),
        ),
        KeyNews::Ending => (
            "A key ends soon",
            format!(
                "The key “{name}” ({id}) ends on {at}, and whatever uses it is refused from then on. \
                 Give it a later end, or make another: {keys}"
            ),
        ),
    };
    mail(to, subject, &text)
}
