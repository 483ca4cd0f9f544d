//! The first request of an account.

use super::{
    Usage,
    retention::HOUR,
    store::{HOURS, MINUTES},
};
use entity::{model::Instant, table::instant};
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// The earliest request that is still counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstRequest {
    /// Its minute, or its hour where only that is left.
    pub at: Instant,
    /// The template it asked for.
    pub endpoint: String,
    /// The answer's status.
    pub status: u16,
}

impl Usage {
    /// The earliest request of an account, as far back as hours are kept.
    pub async fn first_request(&self, account: i64) -> Result<Option<FirstRequest>, DbErr> {
        let hour = self.first_in(HOURS, account).await?;
        let minute = self.first_in(MINUTES, account).await?;
        Ok(match (hour, minute) {
            // A minute within that hour is the same request, known more exactly.
            (Some(hour), Some(minute)) if (minute.at - hour.at).num_milliseconds() >= HOUR => {
                Some(hour)
            }
            (_, Some(first)) | (Some(first), None) => Some(first),
            (None, None) => None,
        })
    }

    async fn first_in(&self, table: &str, account: i64) -> Result<Option<FirstRequest>, DbErr> {
        let db = self.0.database.pool();
        let sql = format!(
            "select since, endpoint, status from {table} where account_id = {account} \
             and requests > 0 order by since limit 1"
        );
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        row.map(|row| {
            let status: i64 = row.try_get_by_index(2)?;
            Ok(FirstRequest {
                at: instant(row.try_get_by_index(0)?),
                endpoint: row.try_get_by_index(1)?,
                status: u16::try_from(status).unwrap_or_default(),
            })
        })
        .transpose()
    }
}
