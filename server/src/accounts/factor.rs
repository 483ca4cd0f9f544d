//! The second factor at the door: codes that count once, and guesses that take ever longer.

use super::{
    Accounts, clear, now, recovery, throttle::Subject, totp::Seed, trusted_address, who::ActError,
};
use crate::telemetry::request_id;
use entity::table::user::{self, Column, Model};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use std::time::Duration;

/// Wrong codes in a row that cost no waiting; people mistype.
const FREE_ATTEMPTS: i64 = 5;
/// The first wait; each further wrong code doubles it.
const MIN_WAIT_MILLIS: i64 = 30_000;
/// The longest wait.
const MAX_WAIT_MILLIS: i64 = 3_600_000;
/// Every so many wrong codes in a row the owner gets a letter.
const TELL: i64 = 10;

/// What comes of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is right, and used up.
    Right,
    /// It is wrong, too old, or was used before.
    Wrong,
    /// Too many wrong ones were tried; it was not looked at.
    Wait(Duration),
}

/// How long after so many wrong codes in a row no other is looked at.
fn wait(wrong: i64) -> i64 {
    if wrong < FREE_ATTEMPTS {
        return 0;
    }
    let doubled = u32::try_from(wrong - FREE_ATTEMPTS).unwrap_or(u32::MAX);
    MIN_WAIT_MILLIS.saturating_mul(2_i64.saturating_pow(doubled)).min(MAX_WAIT_MILLIS)
}

impl Accounts {
    /// Whether `typed` is a one-time password or a recovery code of the account; it is used up by
    /// this. Recovery codes cannot be guessed, so that an owner who is kept waiting by somebody
    /// else's guesses gets in with one. At a `place` that the account knows the owner waits for
    /// nobody else: tries there are counted by themselves.
    pub(crate) async fn prove(
        &self,
        account: i64,
        typed: &str,
        place: &str,
    ) -> Result<Proof, ActError> {
        let digits = typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        let is_known =
            trusted_address::is_known(&self.users.database, &self.key, account, place).await?;
        let own = Subject::KnownCode(account, place.to_owned());
        if digits
            && is_known
            && let Err(empty) = self.throttle.take_one(&own).await
        {
            return Ok(Proof::Wait(empty.wait));
        }
        let transaction = self.users.database.begin().await?;
        let row = clear::lock(&transaction, account).await?.ok_or(ActError::NoAccount)?;
        if !digits {
            let right = recovery::redeem(&transaction, row.id, typed).await?;
            if right {
                let what = "A recovery code of your account was used.";
                self.tell_with(&transaction, &row.email, what).await?;
            }
            transaction.commit().await?;
            self.posted();
            return Ok(if right { Proof::Right } else { Proof::Wrong });
        }
        let until = row.wrong_code_at.unwrap_or_default() + wait(row.wrong_codes);
        if !is_known && let Ok(left @ 1..) = u64::try_from(until - now()) {
            return Ok(Proof::Wait(Duration::from_millis(left)));
        }
        let step =
            self.seed(&row).and_then(|seed| seed.accept(typed, now() / 1_000, row.totp_used_step));
        let (wrong, proof) = match step {
            Some(step) => {
                clear::set(&transaction, row.id, Column::TotpUsedStep, Some(step)).await?;
                (0, Proof::Right)
            }
            None => (row.wrong_codes.saturating_add(1), Proof::Wrong),
        };
        if wrong > 0 || row.wrong_codes > 0 {
            clear::set(&transaction, row.id, Column::WrongCodes, wrong).await?;
            clear::set(&transaction, row.id, Column::WrongCodeAt, Some(now())).await?;
        }
        if wrong > 0 && wrong % TELL == 0 {
            let what = format!(
                "{wrong} wrong codes in a row were tried at the two-factor sign-in of your account. \
                 Whoever tries them knows your password."
            );
            self.tell_with(&transaction, &row.email, &what).await?;
        }
        transaction.commit().await?;
        self.posted();
        if is_known && proof == Proof::Right {
            self.throttle.give_back(&[own]).await;
        }
        Ok(proof)
    }

    /// The seed of an account's second factor.
    pub(crate) fn seed(&self, row: &Model) -> Option<Seed> {
        let kept = row.totp_seed.as_deref()?;
        let opened = Seed::open(&self.key, row.id, kept);
        if opened.is_none() {
            tracing::error!(
                account = row.id,
                request_id = request_id::current(),
                "a second factor was sealed under another APP_KEY; its recovery codes still work"
            );
        }
        opened.map(|(seed, _)| seed)
    }

    /// Seal the seeds that are kept in the clear, or under a former key.
    pub async fn seal_seeds(&self) -> Result<u64, DbErr> {
        let pool = self.users.database.pool();
        let rows = user::Entity::find().filter(Column::TotpSeed.is_not_null()).all(pool).await?;
        let mut sealed = 0;
        for row in rows {
            let Some(kept) = row.totp_seed.as_deref() else { continue };
            let Some((seed, true)) = Seed::open(&self.key, row.id, kept) else { continue };
            let written = user::Entity::update_many()
                .col_expr(Column::TotpSeed, Expr::value(seed.seal(&self.key, row.id)))
                .filter(Column::Id.eq(row.id))
                .filter(Column::TotpSeed.eq(kept))
                .exec(pool)
                .await?;
            sealed += written.rows_affected;
        }
        Ok(sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_code_after_some_doubles_the_wait() {
        let waits: Vec<i64> = [0, 4, 5, 6, 11, 12, 100, i64::MAX].map(wait).to_vec();
        assert_eq!(waits, [0, 0, 30_000, 60_000, 1_920_000, 3_600_000, 3_600_000, 3_600_000]);
    }
}
