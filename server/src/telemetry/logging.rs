//! Logs: text for people, JSON for machines.

use crate::{
    config::{ConfigError, Settings},
    telemetry::request_id::WithRequestId,
};
use std::io::IsTerminal;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    prelude::*,
};

/// Whatever is asked for, these say no more: at finer levels they tell what sessions are named, and
/// what a form or a socket carries.
const CAPPED: &str = "axum_login=warn,tower_sessions=warn,tower_sessions_core=warn,\
     tungstenite=info,tokio_tungstenite=info";

/// The parts of the service, as `RUST_LOG` may name them without a level.
const OURS: [&str; 3] = ["server", "live", "upstream"];

/// Begin logging to standard error as `RUST_LOG` and `LOG_FORMAT` say.
pub fn init(settings: &Settings) -> Result<(), ConfigError> {
    let wanted = settings.text("RUST_LOG").unwrap_or_else(|| "info".to_owned());
    // sqlx tells every statement and sea-orm every migration at info; that is a level too loud.
    let refused = || {
        let mend = "write one of off, error, warn, info, debug and trace, or levels by part such \
                    as warn,server=debug";
        ConfigError::new("RUST_LOG", &wanted, mend)
    };
    if !wanted.split(',').all(means_something) {
        return Err(refused());
    }
    let filter = format!("sqlx=warn,sea_orm_migration=warn,{wanted},{CAPPED}");
    let filter: Targets = filter.parse().map_err(|_| refused())?;
    let json = match settings.text("LOG_FORMAT").as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => return Err(ConfigError::new("LOG_FORMAT", other, "write text or json")),
    };
    let registry = tracing_subscriber::registry().with(filter);
    let begun = if json {
        let lines = fmt::layer().json().map_event_format(WithRequestId::Json);
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    } else {
        let format = fmt::format().with_target(false).with_ansi(std::io::stderr().is_terminal());
        let lines = fmt::layer().event_format(WithRequestId::Text(format));
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    };
    // Tests begin more than once; the first one's choice stands.
    drop(begun);
    Ok(())
}

/// Whether a directive is a level, a part of ours, or a part with its level. The parser takes any
/// other word for the name of a part, so that a level with a typing error would silence the rest.
fn means_something(directive: &str) -> bool {
    let is_level = |word: &str| !word.is_empty() && word.parse::<LevelFilter>().is_ok();
    match directive.split_once('=') {
        Some((part, level)) => !part.trim().is_empty() && is_level(level),
        None => is_level(directive) || OURS.contains(&directive) || directive.contains("::"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_that_would_silence_the_rest_means_nothing() {
        for good in ["info", "WARN", "off", "server", "server::http", "hyper=debug", "server=off"] {
            assert!(means_something(good), "{good}");
        }
        for bad in ["", "inof", "=", "=info", "server=", "server=inof", "a=b=info", "sevrer"] {
            assert!(!means_something(bad), "{bad}");
        }
    }
}
