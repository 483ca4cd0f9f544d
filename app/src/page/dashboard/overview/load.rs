//! What the page asks of the service.

use crate::port::{AppError, UsageSummary};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// The viewer's day at a glance.
#[server(name = LoadOverview, prefix = "/fn", endpoint = "dashboard/overview", input = GetUrl, output = Json)]
pub async fn load_overview() -> Result<UsageSummary, AppError> {
    let viewer = crate::request::signed_in()?;
    let ports = crate::request::customer()?;
    ports.usage.summary(viewer.0).await.map_err(crate::request::customer_error)
}
