//! What the page asks of the service.

use crate::port::{AppError, PlanPage};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// The viewer's plan and the others.
#[server(name = LoadPlan, prefix = "/fn", endpoint = "dashboard/plan", input = GetUrl, output = Json)]
pub async fn load_plan() -> Result<PlanPage, AppError> {
    let viewer = crate::request::signed_in()?;
    let ports = crate::request::customer()?;
    ports.plans.page(viewer.0).await.map_err(crate::request::customer_error)
}
