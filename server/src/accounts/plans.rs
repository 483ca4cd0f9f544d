//! The plans, as the table has them now: read every few seconds, so that an admin's edit holds.

use crate::{limits::PlanLimits, store::Database};
use entity::table::plan;
use foldhash::HashMap;
use sea_orm::{DbErr, EntityTrait};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// How often the table is read.
const EVERY: Duration = Duration::from_secs(2);

type ByName = HashMap<String, Arc<PlanLimits>>;

/// The plans. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Plans {
    database: Database,
    by_name: Arc<RwLock<ByName>>,
}

impl Plans {
    /// Read the plans.
    pub async fn load(database: Database) -> Result<Self, DbErr> {
        let plans = Self { database, by_name: Arc::default() };
        plans.refresh().await?;
        Ok(plans)
    }

    /// Read them anew, for one who has just changed them.
    pub async fn refresh(&self) -> Result<(), DbErr> {
        let rows = plan::Entity::find().all(self.database.pool()).await?;
        let read: ByName =
            rows.into_iter().map(|row| (row.name.clone(), Arc::new(limits(row)))).collect();
        *self.by_name.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// The plan of that name. One that an admin took away leaves its holders with `free`.
    pub fn get(&self, name: &str) -> Arc<PlanLimits> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        let found = by_name.get(name).or_else(|| by_name.get("free")).cloned();
        found.unwrap_or_else(|| Arc::new(PlanLimits::anonymous()))
    }

    /// The plans a customer may have, smallest first.
    pub fn for_customers(&self) -> Vec<Arc<PlanLimits>> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        let mut plans: Vec<_> =
            by_name.values().filter(|plan| plan.name != "anonymous").cloned().collect();
        plans.sort_by(|a, b| (a.per_minute, &a.name).cmp(&(b.per_minute, &b.name)));
        plans
    }

    /// What anybody may use without a key.
    pub fn anonymous(&self) -> Arc<PlanLimits> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        let found = by_name.get("anonymous").cloned();
        found.unwrap_or_else(|| Arc::new(PlanLimits::anonymous()))
    }

    /// Keep reading until told to stop.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "plans unreadable; the last known ones hold");
            }
        }
    }
}

/// A row as limits; a number that is none of ours, such as a negative one, counts as 0.
fn limits(row: plan::Model) -> PlanLimits {
    let number = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    PlanLimits {
        name: row.name,
        per_minute: number(row.per_minute),
        per_day: row.per_day.map(number),
        sockets: number(row.sockets),
        channels: number(row.channels),
    }
}
