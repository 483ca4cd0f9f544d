//! Logs: text for people, JSON for machines.

use crate::config::Settings;
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Begin logging to standard error as `RUST_LOG` and `LOG_FORMAT` say.
pub fn begin(settings: &Settings) {
    let filter = settings.text("RUST_LOG").unwrap_or_else(|| "info".to_owned());
    // sqlx tells every statement and sea-orm every migration at info; that is a level too loud.
    let filter = EnvFilter::new(format!("sqlx=warn,sea_orm_migration=warn,{filter}"));
    let json = settings.text("LOG_FORMAT").is_some_and(|format| format == "json");
    let registry = tracing_subscriber::registry().with(filter);
    let begun = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().with_target(false).with_writer(std::io::stderr)).try_init()
    };
    // Tests begin more than once; the first one's choice stands.
    drop(begun);
}
