//! The end of an account: closed at once, with some days to change one's mind, then deleted with
//! all that hangs on it.

use super::SendMail;
use super::{
    Accounts, Keys, clear, last_admin, now,
    who::{ActError, Who},
};
use crate::{
    audit::{self, Action},
    queue::Job,
    usage,
};
use entity::{
    model::{AccountId, Kept},
    table::{
        instant, job, session,
        user::{self, Column, Model},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

/// How long somebody has to change their mind.
const GRACE: i64 = Kept::Deleted.millis();

/// When an account that is closed will be deleted.
pub(crate) fn deleted_at(row: &Model) -> Option<i64> {
    row.closed_at.map(|at| at + GRACE)
}

impl Accounts {
    /// Close an account: its keys are refused and what they have open is closed, its sessions end,
    /// and after 14 days it is deleted. Gives that instant, in milliseconds since 1970.
    pub async fn close(&self, keys: &Keys, account: i64, who: &Who) -> Result<i64, ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        if last_admin::is_last(&transaction, &row).await? {
            return Err(ActError::LastAdmin);
        }
        let closed_at = row.closed_at.unwrap_or_else(now);
        clear::ways_in(&transaction, row.id).await?;
        clear::set(&transaction, row.id, Column::ClosedAt, Some(closed_at)).await?;
        Keys::touch_all(&transaction, AccountId(row.id)).await?;
        let deleted_at = closed_at + GRACE;
        let day = instant(deleted_at).format("%-d %B %Y");
        let what = format!(
            "Your account was closed and will be deleted on {day} with all its data. Sign in before \
             that day to keep it."
        );
        self.tell_with(&transaction, &row.email, &what).await?;
        let entry = who.did(Action::AccountDelete, row.id).detail("closed; deleted in 14 days");
        audit::write(&transaction, entry).await?;
        transaction.commit().await?;
        self.posted();
        keys.look_again(AccountId(row.id)).await;
        Ok(deleted_at)
    }

    /// Call the deletion of an account off.
    pub async fn restore(&self, keys: &Keys, account: i64, who: &Who) -> Result<(), ActError> {
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        clear::set(&transaction, row.id, Column::ClosedAt, None::<i64>).await?;
        Keys::touch_all(&transaction, AccountId(row.id)).await?;
        let what = "The deletion of your account was called off; its keys work again.";
        self.tell_with(&transaction, &row.email, what).await?;
        audit::write(&transaction, who.did(Action::AccountRestore, row.id)).await?;
        transaction.commit().await?;
        self.posted();
        keys.look_again(AccountId(row.id)).await;
        Ok(())
    }
}

/// Remove an account that was never confirmed from an address whose owner is known by now. Nothing
/// of value can hang on it.
pub(crate) async fn vacate(transaction: &impl ConnectionTrait, email: &str) -> Result<(), DbErr> {
    let found = user::Entity::find()
        .filter(Column::Email.eq(email))
        .filter(Column::VerifiedAt.is_null())
        .one(transaction)
        .await?;
    match found {
        Some(row) => erase(transaction, &row).await,
        None => Ok(()),
    }
}

/// Delete an account's row and all that hangs on it, letters that did not leave among it.
pub(crate) async fn erase(transaction: &impl ConnectionTrait, row: &Model) -> Result<(), DbErr> {
    let sessions = session::Entity::delete_many().filter(session::Column::AccountId.eq(row.id));
    sessions.exec(transaction).await?;
    usage::delete(transaction, row.id).await?;
    letters(transaction, row).await?;
    user::Entity::delete_by_id(row.id).exec(transaction).await?;
    Ok(())
}

/// Delete the jobs whose letter is to the account, whatever became of them.
async fn letters(transaction: &impl ConnectionTrait, row: &Model) -> Result<(), DbErr> {
    let names = |text: &str| job::Column::Args.contains(text);
    let numbered = format!("\"account\":{}", row.id);
    let found: Vec<(i64, String)> = job::Entity::find()
        .select_only()
        .columns([job::Column::Id, job::Column::Args])
        .filter(job::Column::Name.eq(SendMail::NAME))
        .filter(Condition::any().add(names(&row.email)).add(names(&numbered)))
        .into_tuple()
        .all(transaction)
        .await?;
    let theirs = found.into_iter().filter(|(_, args)| {
        let job = serde_json::from_str::<SendMail>(args);
        job.is_ok_and(|job| job.letter.is_to(row.id, &row.email))
    });
    let ids: Vec<i64> = theirs.map(|(id, _)| id).collect();
    for some in ids.chunks(500) {
        let which = job::Entity::delete_many().filter(job::Column::Id.is_in(some.iter().copied()));
        which.exec(transaction).await?;
    }
    Ok(())
}
