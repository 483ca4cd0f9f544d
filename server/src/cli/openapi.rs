//! `openapi` and `asyncapi`

use super::{CliError, output};
use crate::{
    config::{Config, Settings},
    http::docs,
};

/// Print the description of REST.
pub(super) fn openapi() -> Result<(), CliError> {
    print(docs::openapi())
}

/// Print the description of what is pushed.
pub(super) fn asyncapi(settings: &Settings) -> Result<(), CliError> {
    let config = Config::read(settings)?;
    print(&docs::asyncapi(&config.realtime.app_key))
}

fn print(document: &serde_json::Value) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(document)
        .map_err(|error| CliError::Failed(error.to_string()))?;
    output::text(&format!("{text}\n"))
}
