//! `openapi` and `asyncapi`

use super::Failure;
use crate::{
    config::{Config, Settings},
    docs,
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
    use std::io::Write;
    let text = serde_json::to_string_pretty(document)
        .map_err(|error| Failure::Failed(error.to_string()))?;
    // Not `println!`: a reader such as `head` may close the pipe.
    writeln!(std::io::stdout(), "{text}").map_err(|error| Failure::Failed(error.to_string()))
}
