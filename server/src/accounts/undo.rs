//! Undoing a change of address: the former mailbox takes its account back, and what a thief may have
//! made meanwhile, or shortly before, ends with it.

use super::{
    Accounts, Keys, clear, close,
    moving::{Before, move_of, rename},
    secret,
    token::{self, Kind},
    who::{ActError, Who},
};
use crate::{
    audit::{self, Action},
    credentials::Password,
};
use entity::{
    model::AccountId,
    table::{
        account_token,
        user::{Column, Model},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// A thief settles in before asking for the move: what was made so long before that is theirs as well.
const EVE: i64 = 24 * 3_600_000;
/// What the audit log says of that.
const WHY: &str = "made since the day before a change of address that was undone";

impl Accounts {
    /// The old mailbox takes the account back: with all ways in ended, what was made since the day
    /// before the move was asked for taken away, and no password until a new one is chosen. Gives the
    /// link for that.
    pub(crate) async fn undo_move(
        &self,
        keys: &Keys,
        link: &account_token::Model,
        who: &Who,
    ) -> Result<String, ActError> {
        let before: Before = serde_json::from_str(link.detail.as_deref().ok_or(ActError::Over)?)?;
        let since = before.asked.unwrap_or(link.created_at) - EVE;
        // Nobody knows it; the old one may be what was stolen.
        let hash = self.users.hasher.hash(Password::typed(secret::token())).await?;
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, link.account_id).await?.ok_or(ActError::Over)?;
        if !token::redeem(&transaction, link).await? {
            return Err(ActError::Over);
        }
        clear::ways_in(&transaction, row.id).await?;
        clear::places(&transaction, row.id).await?;
        let ended = end_made(&transaction, keys, &row, since, who).await?;
        close::vacate(&transaction, &before.email).await?;
        rename(&transaction, row.id, &before.email).await?;
        clear::set(&transaction, row.id, Column::PasswordHash, hash).await?;
        clear::set(&transaction, row.id, Column::ClosedAt, None::<i64>).await?;
        // Ways back that were given to addresses it had since lead nowhere.
        account_token::Entity::delete_many()
            .filter(account_token::Column::AccountId.eq(row.id))
            .filter(account_token::Column::CreatedAt.gte(link.created_at))
            .exec(&transaction)
            .await?;
        let reset = token::issue(&transaction, row.id, Kind::Reset, None).await?;
        let entry = who.did(Action::EmailUndo, row.id).detail(move_of(&row.email, &before.email));
        audit::write(&transaction, entry).await?;
        self.tell_with(&transaction, &before.email, &ended).await?;
        transaction.commit().await?;
        self.posted();
        keys.look_again(AccountId(row.id)).await;
        Ok(reset)
    }
}

/// End the keys, the second factor and the recovery codes that were made since then. Gives what their
/// owner is told of it.
async fn end_made(
    transaction: &impl ConnectionTrait,
    keys: &Keys,
    row: &Model,
    since: i64,
    who: &Who,
) -> Result<String, DbErr> {
    let account = AccountId(row.id);
    let was_done = async |action: Action| {
        let done = audit::done_since(transaction, account, &[action], since).await?;
        Ok::<_, DbErr>(!done.is_empty())
    };
    let mut ended = Vec::new();
    match keys.revoke_since(transaction, account, since, who, WHY).await? {
        0 => {}
        1 => ended.push("1 key was revoked; another letter names it.".to_owned()),
        more => ended.push(format!("{more} keys were revoked; other letters name them.")),
    }
    if row.totp_seed.is_some() && was_done(Action::FactorOn).await? {
        clear::factor(transaction, row.id).await?;
        audit::write(transaction, who.did(Action::FactorOff, row.id).detail(WHY)).await?;
        ended.push("Two-factor sign-in was switched off.".to_owned());
    } else if was_done(Action::CodesRenew).await? {
        clear::codes(transaction, row.id).await?;
        ended.push("The recovery codes stopped working; make new ones.".to_owned());
    }
    if ended.is_empty() {
        ended.push("Nothing else was made since the day before it was asked for.".to_owned());
    } else {
        ended.insert(0, "So did what was made since the day before it was asked for.".to_owned());
    }
    let undone = "The change of your account's e-mail address was undone, and every session ended.";
    Ok(format!("{undone} {}", ended.join(" ")))
}
