//! What the page asks of the service.

use crate::port::{AppError, ServiceState};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// How each part of the service fares.
#[server(name = LoadState, prefix = "/fn", endpoint = "state", input = GetUrl, output = Json)]
pub async fn load_state() -> Result<ServiceState, AppError> {
    let ports = crate::request::ports()?;
    ports.service.state().await.map_err(crate::request::app_error)
}
