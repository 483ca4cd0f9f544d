//! Reading counters: one statement a table, grouped as a report is.

use super::{
    Counters, Query, ReportError, UNMETERED, Usage, query::Dimension, report::Sums, store,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::BTreeMap;

/// What one line stands for, in the order lines are in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub at: Option<i64>,
    pub key: Option<i64>,
    pub endpoint: Option<String>,
    pub status: Option<i64>,
}

impl Usage {
    /// Add what one table has of an account within a time to the groups of a report.
    pub(super) async fn gather(
        &self,
        table: &str,
        account: i64,
        query: &Query,
        (from, to): (i64, i64),
        most: Option<usize>,
        groups: &mut BTreeMap<Group, Sums>,
    ) -> Result<(), ReportError> {
        let db = self.0.database.pool();
        let backend = db.get_database_backend();
        let bucket = query.bucket.map(|bucket| format!("since - since % {}", bucket.millis()));
        let mut columns: Vec<String> = bucket.into_iter().collect();
        let ways = Dimension::ALL.into_iter().filter(|by| query.by.contains(by));
        columns.extend(ways.clone().map(|by| by.column().to_owned()));
        let width = columns.len();
        columns.extend(store::sums().map(|column| store::sum(backend, &column)));
        let counted =
            |when: &str| store::sum(backend, &format!("case when {when} then requests else 0 end"));
        columns.push(counted("status >= 400 and status <> 429"));
        columns.push(counted("status = 429"));
        columns.push(counted(&charged()));
        let mut sql = format!(
            "select {} from {table} where account_id = {account} and since >= {from} and since < {to}",
            columns.join(", ")
        );
        if let Some(key) = query.key {
            sql.push_str(&format!(" and key_id = {key}"));
        }
        if let Some(status) = query.status {
            sql.push_str(&format!(" and status = {status}"));
        }
        let mut values = Vec::new();
        if let Some(endpoint) = &query.endpoint {
            let mark = if backend == DbBackend::Postgres { "$1" } else { "?" };
            sql.push_str(&format!(" and endpoint = {mark}"));
            values.push(endpoint.as_str().into());
        }
        if width > 0 {
            let places: Vec<String> = (1..=width).map(|place| place.to_string()).collect();
            sql.push_str(&format!(" group by {}", places.join(", ")));
        }
        if let Some(most) = most {
            sql.push_str(&format!(" limit {}", most + 1));
        }
        for row in db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await? {
            let mut place = 0;
            let mut next = || {
                place += 1;
                place - 1
            };
            let group = Group {
                at: query.bucket.map(|_| row.try_get_by_index(next())).transpose()?,
                key: query
                    .by
                    .contains(&Dimension::Key)
                    .then(|| row.try_get_by_index(next()))
                    .transpose()?,
                endpoint: query
                    .by
                    .contains(&Dimension::Endpoint)
                    .then(|| row.try_get_by_index(next()))
                    .transpose()?,
                status: query
                    .by
                    .contains(&Dimension::Status)
                    .then(|| row.try_get_by_index(next()))
                    .transpose()?,
            };
            let numbers: Vec<i64> = (width..columns.len())
                .map(|place| row.try_get_by_index(place))
                .collect::<Result<_, _>>()?;
            let positive = |n: i64| u64::try_from(n).unwrap_or(0);
            let (sums, [errors, limited, charged]) =
                numbers.split_last_chunk::<3>().ok_or(ReportError::Decode)?;
            groups.entry(group).or_default().add(&Sums {
                tally: Counters::of(sums.iter().copied()),
                errors: positive(*errors),
                limited: positive(*limited),
                charged: positive(*charged),
            });
        }
        Ok(())
    }
}

/// Which requests count against a quota: what is refused or unchanged costs nothing, nor does asking
/// how one stands.
fn charged() -> String {
    let free: Vec<String> = UNMETERED.iter().map(|endpoint| format!("'{endpoint}'")).collect();
    format!("status not in (304, 429) and endpoint not in ({})", free.join(", "))
}
