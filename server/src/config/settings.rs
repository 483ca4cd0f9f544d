//! Where settings come from: the environment, then `.env`, then the defaults of `.env.example`.

use super::{secrets, strange, upstream};
use entity::model::Sport;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The documented defaults, as shipped.
const DEFAULTS: &str = include_str!("../../../.env.example");

/// Where a value was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A variable of the process.
    Environment,
    /// The file `.env`.
    File,
    /// Nobody said otherwise.
    Default,
    /// An option on the command line.
    CommandLine,
    /// The file that `NAME_FILE` names.
    SecretFile(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Environment => f.write_str("environment"),
            Source::File => f.write_str(".env"),
            Source::Default => f.write_str("default"),
            Source::CommandLine => f.write_str("command line"),
            Source::SecretFile(path) => write!(f, "file {path}"),
        }
    }
}

/// One setting: its value, if it has one, and where that came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `None` where it is absent or `null`.
    pub value: Option<String>,
    /// Where it was found.
    pub source: Source,
}

/// A setting that cannot be used: one line says which and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    name: String,
    value: String,
    mend: String,
}

impl ConfigError {
    /// `name` is set to `value`, which does not do; `mend` says what would.
    pub fn new(name: &str, value: &str, mend: impl Into<String>) -> Self {
        let value = if secrets::is_secret(name) { "****" } else { value };
        Self { name: name.to_owned(), value: value.to_owned(), mend: mend.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={} cannot be used: {}", self.name, self.value, self.mend)
    }
}

impl std::error::Error for ConfigError {}

/// All settings by name, typed by nobody yet.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    by_name: BTreeMap<String, Setting>,
    /// What to say of names that are none of ours.
    strange: Vec<String>,
}

impl Settings {
    /// Read the environment and `.env` of the working folder.
    pub fn load() -> Result<Self, ConfigError> {
        let file = match std::fs::read_to_string(".env") {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(ConfigError::new(
                    ".env",
                    "(the file)",
                    format!("it cannot be read: {error}"),
                ));
            }
        };
        Self::from_parts(
            std::env::vars_os().filter_map(|(name, value)| {
                Some((name.into_string().ok()?, value.into_string().ok()?))
            }),
            &file,
        )
    }

    /// The settings of these variables and this `.env` text, on top of the defaults.
    pub fn from_parts(
        environment: impl IntoIterator<Item = (String, String)>,
        file: &str,
    ) -> Result<Self, ConfigError> {
        let mut by_name = BTreeMap::new();
        let mut ours: BTreeSet<String> = Sport::ALL.into_iter().map(upstream::own_base).collect();
        let mut lines = BTreeSet::new();
        for (text, source) in [(DEFAULTS, Source::Default), (file, Source::File)] {
            for line in dotenvy::from_read_iter(text.as_bytes()) {
                let (name, value) = line.map_err(|_| {
                    ConfigError::new(
                        ".env",
                        "(a line)",
                        "each line is NAME=value; quote a value with spaces",
                    )
                })?;
                if source == Source::Default {
                    ours.insert(name.clone());
                } else {
                    lines.extend(strange::line(&name, &source, &ours));
                }
                by_name.insert(name, Setting { value: present(&value), source: source.clone() });
            }
        }
        for (name, value) in environment {
            lines.extend(strange::line(&name, &Source::Environment, &ours));
            let known = by_name.contains_key(&name) || secrets::names_a_file(&name);
            if known || name.starts_with("UPSTREAM_") {
                by_name
                    .insert(name, Setting { value: present(&value), source: Source::Environment });
            }
        }
        secrets::take(&mut by_name)?;
        Ok(Self { by_name, strange: lines.into_iter().collect() })
    }

    /// What to say of names that are none of ours and look as if they were meant to be.
    pub fn strange(&self) -> &[String] {
        &self.strange
    }

    /// Set one from the command line.
    pub fn set(&mut self, name: &str, value: &str) {
        let setting = Setting { value: Some(value.to_owned()), source: Source::CommandLine };
        self.by_name.insert(name.to_owned(), setting);
    }

    /// A setting as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.by_name.get(name).and_then(|setting| setting.value.clone())
    }

    /// A setting as something else; `mend` says what is wanted.
    pub fn parse<T: FromStr>(&self, name: &str, mend: &str) -> Result<Option<T>, ConfigError> {
        self.text(name)
            .map(|text| text.parse().map_err(|_| ConfigError::new(name, &text, mend)))
            .transpose()
    }

    /// A setting that has a default.
    pub fn require<T: FromStr>(&self, name: &str, mend: &str) -> Result<T, ConfigError> {
        self.parse(name, mend)?.ok_or_else(|| ConfigError::new(name, "null", mend))
    }

    /// An address on the web, in which `{sport}` may stand for a word; a slash at its end is left out.
    pub fn address(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let web = text.replace("{sport}", "sport").parse::<http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
        });
        let mend = "begin it with http:// or https://, such as https://scores.example";
        if !web {
            return Err(ConfigError::new(name, &text, mend));
        }
        Ok(Some(text.trim_end_matches('/').to_owned()))
    }

    /// The name of a host, in which `{sport}` may stand for a word.
    pub fn host(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.replace("{sport}", "sport").parse::<http::uri::Authority>() {
            Ok(host) if !host.as_str().contains('@') => Ok(Some(text)),
            Ok(_) | Err(_) => {
                let mend = "write the name of a host such as scores.example";
                Err(ConfigError::new(name, &text, mend))
            }
        }
    }

    /// Every setting in order of name, secrets masked.
    pub fn shown(&self) -> Vec<(String, Setting)> {
        let mask = |name: &String, setting: &Setting| {
            let mut setting = setting.clone();
            // Where the data lies is no secret; what is no address may be one.
            let address = |url: &String| url.contains("://") || url.starts_with("sqlite:");
            if name == "DATABASE_URL" && setting.value.as_ref().is_some_and(address) {
                setting.value = setting.value.map(|url| crate::config::without_password(&url));
            } else if secrets::is_secret(name) {
                setting.value = setting.value.map(|_| "****".to_owned());
            }
            (name.clone(), setting)
        };
        self.by_name.iter().map(|(name, setting)| mask(name, setting)).collect()
    }
}

pub(super) fn present(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty() && value != "null").then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn settings(pairs: &[(&str, &str)], file: &str) -> Settings {
        let environment = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Settings::from_parts(environment, file).expect("reads")
    }

    #[test]
    fn the_shipped_defaults_make_a_configuration() {
        let config = Config::read(&settings(&[], "")).expect("is usable");
        assert_eq!(config.bind.address.to_string(), "127.0.0.1:8000");
        assert_eq!(config.realtime.app_key, "bts-guru");
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let settings =
            settings(&[("SERVER_PORT", "9000")], "SERVER_PORT=7000\nSERVER_HOST=0.0.0.0\n");
        let config = Config::read(&settings).expect("is usable");
        assert_eq!(config.bind.address.to_string(), "0.0.0.0:9000");
    }

    #[test]
    fn the_own_address_is_told_from_where_the_service_listens() {
        for (host, port, url) in [
            ("127.0.0.1", "8123", "http://127.0.0.1:8123"),
            ("0.0.0.0", "8000", "http://127.0.0.1:8000"),
            ("::", "8000", "http://[::1]:8000"),
        ] {
            let mut settings = settings(&[("SERVER_HOST", host)], "");
            settings.set("SERVER_PORT", port);
            assert_eq!(Config::read(&settings).expect("is usable").bind.app_url, url);
        }
    }

    #[test]
    fn null_means_absent() {
        assert_eq!(settings(&[("RAPIDAPI_KEY", "null")], "").text("RAPIDAPI_KEY"), None);
    }

    #[test]
    fn a_bad_value_is_named_with_the_way_to_mend_it() {
        for (name, value, line) in [
            (
                "SERVER_PORT",
                "eighty",
                "SERVER_PORT=eighty cannot be used: write a port from 0 to 65535",
            ),
            (
                "CLOCK",
                "noon",
                "CLOCK=noon cannot be used: write an instant such as 2025-08-08T12:00:00Z",
            ),
            ("SPORTS", "cricket", "SPORTS=cricket cannot be used: “cricket” is not a sport"),
            (
                "DATABASE_URL",
                "oracle://x",
                "DATABASE_URL=**** cannot be used: begin it with sqlite:",
            ),
            (
                "METRICS_TOKEN",
                "short",
                "METRICS_TOKEN=**** cannot be used: use 16 characters or more",
            ),
            ("APP_KEY", "short", "APP_KEY=**** cannot be used: use at least 32 characters"),
            (
                "UPSTREAM_FOOTBALL_BASE_URL",
                "nowhere",
                "UPSTREAM_FOOTBALL_BASE_URL=nowhere cannot be used: begin it with http",
            ),
        ] {
            let error = Config::read(&settings(&[(name, value)], "")).expect_err(name);
            assert!(error.to_string().starts_with(line), "{error}");
        }
    }

    #[test]
    fn secrets_are_never_shown() {
        let settings = settings(
            &[
                ("RAPIDAPI_KEY", "k3y"),
                ("DATABASE_URL", "mysql://u:p4ss@h/d"),
                ("METRICS_TOKEN", "k3y"),
            ],
            "",
        );
        let shown = format!("{:?}", settings.shown());
        assert!(!shown.contains("k3y") && !shown.contains("p4ss"), "{shown}");
    }
}
