//! Logs: text for people, JSON for machines.

use crate::{
    config::{ConfigError, Settings},
    telemetry::request_id::Named,
};
use std::io::IsTerminal;
use tracing_subscriber::{filter::Targets, fmt, prelude::*};

/// Whatever is asked for, these say no more: at finer levels they tell what sessions are named, and
/// what a form or a socket carries.
const CAPPED: &str = "axum_login=warn,tower_sessions=warn,tower_sessions_core=warn,\
     tungstenite=info,tokio_tungstenite=info";

/// Begin logging to standard error as `RUST_LOG` and `LOG_FORMAT` say.
pub fn begin(settings: &Settings) -> Result<(), ConfigError> {
    let wanted = settings.text("RUST_LOG").unwrap_or_else(|| "info".to_owned());
    // sqlx tells every statement and sea-orm every migration at info; that is a level too loud.
    let filter = format!("sqlx=warn,sea_orm_migration=warn,{wanted},{CAPPED}");
    let filter: Targets = filter.parse().map_err(|_| {
        ConfigError::new("RUST_LOG", &wanted, "write a level such as info, or warn,server=debug")
    })?;
    let json = match settings.text("LOG_FORMAT").as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => return Err(ConfigError::new("LOG_FORMAT", other, "write text or json")),
    };
    let registry = tracing_subscriber::registry().with(filter);
    let begun = if json {
        let lines = fmt::layer().json().map_event_format(Named::Json);
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    } else {
        let format = fmt::format().with_target(false).with_ansi(std::io::stderr().is_terminal());
        let lines = fmt::layer().event_format(Named::Text(format));
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    };
    // Tests begin more than once; the first one's choice stands.
    drop(begun);
    Ok(())
}
