//! What the page asks of the service.

use crate::port::{AppError, KeyOutcome, KeyRow};
use entity::model::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysPage {
    /// The keys.
    pub keys: Vec<KeyRow>,
    /// What the plain form sent just before came to; told once.
    pub outcome: Option<KeyOutcome>,
    /// Whether the viewer has a second factor.
    pub two_factor: bool,
    /// The service's clock.
    pub now: Instant,
}

/// The viewer's keys.
#[server(name = LoadKeys, prefix = "/fn", endpoint = "dashboard/keys", input = GetUrl, output = Json)]
pub async fn load_keys() -> Result<KeysPage, AppError> {
    let viewer = crate::request::signed_in()?;
    let ports = crate::request::customer()?;
    let now = crate::request::ports()?.scores.now();
    let keys = ports.keys.list(viewer.0).await.map_err(crate::request::customer_error)?;
    let two_factor = crate::request::viewer().is_some_and(|viewer| viewer.two_factor);
    Ok(KeysPage { keys, outcome: crate::request::take_flash().await?, two_factor, now })
}
