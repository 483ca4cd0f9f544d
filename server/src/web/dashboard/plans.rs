//! The pages' port to plans.

use super::common::{midnight, per_minute, plan_of, sockets_of, used};
use crate::{
    accounts::PlanLimits,
    rest::FREE,
    service::App,
    usage::{Bucket, By, Query, Report},
};
use app::port::{PlanPage, PlanRow, PlanUse, PortError};
use async_trait::async_trait;
use chrono::TimeDelta;

/// The plan of one's own.
pub struct OwnPlan(pub App);

#[async_trait]
impl app::port::Plans for OwnPlan {
    async fn page(&self, account: i64) -> Result<PlanPage, PortError> {
        let app = &self.0;
        let now = app.clock.now();
        let today = Query::between(midnight(now), now + TimeDelta::minutes(1));
        let ways = [By::Endpoint, By::Status];
        let day = used(app, account, &today.clone().by(&ways, None)).await?;
        let minutes = used(app, account, &today.by(&[], Some(Bucket::Minute))).await?;
        let hour = Query::between(now - TimeDelta::minutes(59), now + TimeDelta::minutes(1));
        let hour = used(app, account, &hour.by(&ways, None)).await?;
        let busiest = minutes.data.iter().map(|row| row.numbers.requests - row.numbers.limited);
        Ok(PlanPage {
            current: plan_of(app, account).await?.name.clone(),
            plans: app.plans.for_customers().iter().map(|plan| row(app, plan)).collect(),
            used: PlanUse {
                today: charged(&day),
                last_hour: charged(&hour),
                busiest_minute: busiest.max().unwrap_or_default(),
                sockets: sockets_of(app, account),
            },
            as_of: now,
        })
    }
}

/// What new customers have.
pub fn free(app: &App) -> Option<PlanRow> {
    app.plans.for_customers().iter().find(|plan| plan.name == "free").map(|plan| row(app, plan))
}

fn row(app: &App, plan: &PlanLimits) -> PlanRow {
    PlanRow {
        name: plan.name.clone(),
        per_minute: per_minute(app, plan),
        per_day: plan.per_day.map(u64::from),
        sockets: plan.sockets.into(),
        channels: plan.channels.into(),
    }
}

/// The requests that count against a quota: what is refused or unchanged costs nothing, nor does
/// asking how one stands.
fn charged(report: &Report) -> u64 {
    let costs = report.data.iter().filter(|row| {
        let free = row.endpoint.as_deref().is_some_and(|endpoint| FREE.contains(&endpoint));
        !free && !matches!(row.status, Some(304 | 429))
    });
    costs.map(|row| row.numbers.requests).sum()
}
