//! `config:show`

use super::{CliError, output};
use crate::config::{Config, Settings};

pub(super) fn run(settings: &Settings) -> Result<(), CliError> {
    for (name, setting) in settings.shown() {
        let value = setting.value.as_deref().unwrap_or("null");
        output::line(format_args!("{name}={value}  # {}", setting.source))?;
    }
    // What is shown may still be unusable: say so, after showing it.
    Config::read(settings)?;
    Ok(())
}
