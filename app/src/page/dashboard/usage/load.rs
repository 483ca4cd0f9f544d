//! What the page asks of the service.

#[cfg(feature = "ssr")]
use crate::port::UsageQuery;
use crate::port::{AppError, UsageReport};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// The viewer's usage under the query that `query` spells as `/dashboard/usage` does.
#[server(name = LoadUsage, prefix = "/fn", endpoint = "dashboard/usage", input = GetUrl, output = Json)]
pub async fn load_usage(query: String) -> Result<UsageReport, AppError> {
    let viewer = crate::request::signed_in()?;
    let ports = crate::request::customer()?;
    let report = ports.usage.report(viewer.0, &UsageQuery::from_query(&query)).await;
    report.map_err(crate::request::customer_error)
}
