//! The pages' port to plans.

use super::common::{midnight, per_minute, plan_of, sockets_of, used};
use crate::{
    app::AppState,
    limits::PlanLimits,
    usage::{Bucket, Query},
};
use app::port::{PlanPage, PlanRow, PlanUse, PortError};
use async_trait::async_trait;
use chrono::TimeDelta;

/// The plan of one's own.
pub struct PlanPort(pub AppState);

#[async_trait]
impl app::port::Plans for PlanPort {
    async fn page(&self, account: i64) -> Result<PlanPage, PortError> {
        let app = &self.0;
        let now = app.clock.now();
        let today = Query::between(midnight(now), now + TimeDelta::minutes(1));
        let day = used(app, account, &today).await?.total;
        let minutes = used(app, account, &today.by(&[], Some(Bucket::Minute))).await?;
        let hour = Query::between(now - TimeDelta::minutes(59), now + TimeDelta::minutes(1));
        let hour = used(app, account, &hour).await?.total;
        // The first of equal ones: when the limit was reached.
        let busiest = minutes.data.iter().rev().max_by_key(|row| row.numbers.charged);
        Ok(PlanPage {
            current: plan_of(app, account).await?.name.clone(),
            plans: app.plans.for_customers().iter().map(|plan| row(app, plan)).collect(),
            used: PlanUse {
                today: day.charged,
                last_hour: hour.charged,
                busiest_minute: busiest.map_or(0, |row| row.numbers.charged),
                busiest_at: busiest.and_then(|row| row.at.as_deref()?.parse().ok()),
                sockets: sockets_of(app, account),
            },
            as_of: now,
        })
    }
}

/// What new customers have.
pub fn free(app: &AppState) -> Option<PlanRow> {
    app.plans.for_customers().iter().find(|plan| plan.name == "free").map(|plan| row(app, plan))
}

fn row(app: &AppState, plan: &PlanLimits) -> PlanRow {
    PlanRow {
        name: plan.name.clone(),
        per_minute: per_minute(app, plan),
        per_day: plan.per_day.map(u64::from),
        sockets: plan.sockets.into(),
        channels: plan.channels.into(),
    }
}
