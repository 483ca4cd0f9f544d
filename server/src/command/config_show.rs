//! `config:show`

use super::Failure;
use crate::config::{Config, Settings};

pub(super) fn run(settings: &Settings) -> Result<(), Failure> {
    for (name, setting) in settings.shown() {
        let value = setting.value.as_deref().unwrap_or("null");
        println!("{name}={value}  # {}", setting.source);
    }
    // What is shown may still be unusable: say so, after showing it.
    Config::read(settings)?;
    Ok(())
}
