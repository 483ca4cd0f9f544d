//! `openapi` and `asyncapi`

use super::{Failure, output};
use crate::{
    config::{Config, Settings},
    http::docs,
};

/// Print the description of REST.
pub(super) fn openapi() -> Result<(), Failure> {
    print(docs::openapi())
}

/// Print the description of what is pushed.
pub(super) fn asyncapi(settings: &Settings) -> Result<(), Failure> {
    let config = Config::read(settings)?;
    print(&docs::asyncapi(&config.realtime.app_key))
}

fn print(document: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document)
        .map_err(|error| Failure::Failed(error.to_string()))?;
    output::text(&format!("{text}\n"))
}
