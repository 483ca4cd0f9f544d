//! Settings whose value is never shown, and the files they may be kept in.
//!
//! Each may be given as `NAME_FILE`, the path of a file that holds the value: systemd's credentials
//! and Docker's secrets are such files, and what is in a file is in no list of processes.

use super::{
    ConfigError,
    settings::{Setting, Source, present},
};
use std::collections::BTreeMap;

/// Every secret setting.
const SECRET: [&str; 10] = [
    "ADMIN_PASSWORD",
    "APP_KEY",
    "APP_PREVIOUS_KEYS",
    "DATABASE_URL",
    "MAIL_URL",
    "METRICS_TOKEN",
    "RAPIDAPI_KEY",
    "REDIS_PASSWORD",
    "REDIS_URL",
    "REVERB_APP_SECRET",
];

/// Most bytes of such a file: a path that was meant for something else is not read into memory.
const MOST_BYTES: u64 = 64 * 1_024;

/// Whether a setting is never shown.
pub(super) fn is_secret(name: &str) -> bool {
    SECRET.contains(&name)
}

/// Whether a name says where a secret is kept.
pub(super) fn names_a_file(name: &str) -> bool {
    name.strip_suffix("_FILE").is_some_and(is_secret)
}

/// Take each secret that is kept in a file from there.
pub(super) fn take(by_name: &mut BTreeMap<String, Setting>) -> Result<(), ConfigError> {
    for name in SECRET {
        let own = format!("{name}_FILE");
        let Some(path) = by_name.get(&own).and_then(|setting| setting.value.clone()) else {
            continue;
        };
        if by_name.get(name).is_some_and(|setting| setting.value.is_some()) {
            let mend = format!("{name} is set as well; leave one of the two out");
            return Err(ConfigError::new(&own, &path, mend));
        }
        let value = read(&path).map_err(|mend| ConfigError::new(&own, &path, mend))?;
        let source = Source::SecretFile(path);
        by_name.insert(name.to_owned(), Setting { value: Some(value), source });
    }
    Ok(())
}

fn read(path: &str) -> Result<String, String> {
    let unreadable = |error: std::io::Error| {
        format!("the file cannot be read ({error}); check its path and who may read it")
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        return Err("the file is too large to hold a secret; check its path".to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    match present(&text) {
        Some(value) if value.lines().count() == 1 => Ok(value),
        Some(_) => Err("the file has several lines; keep the value alone in it".to_owned()),
        None => {
            Err("the file is empty; write the value into it, or leave the setting out".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn from_file(name: &str, text: &str) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().expect("makes a folder");
        let path = folder.path().join("secret");
        std::fs::write(&path, text).expect("writes");
        let path = path.display().to_string();
        Settings::from_parts([(format!("{name}_FILE"), path)], "")
    }

    #[test]
    fn every_secret_may_be_kept_in_a_file() {
        for name in SECRET {
            let settings = from_file(name, "mysql://u:a secret@h/d\n").expect("reads");
            assert_eq!(settings.text(name).as_deref(), Some("mysql://u:a secret@h/d"), "{name}");
            let shown = format!("{:?}", settings.shown());
            assert!(!shown.contains("a secret"), "{name}: {shown}");
        }
    }

    #[test]
    fn a_file_without_one_line_of_text_is_refused() {
        for text in ["", "\n", "one\ntwo\n"] {
            let error = from_file("APP_KEY", text).expect_err("is refused").to_string();
            assert!(error.starts_with("APP_KEY_FILE=") && error.lines().count() == 1, "{error}");
        }
    }

    #[test]
    fn a_secret_set_twice_is_refused() {
        let pairs = [("APP_KEY", "x"), ("APP_KEY_FILE", "/dev/null")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let error = Settings::from_parts(pairs, "").expect_err("is refused").to_string();
        assert!(error.contains("APP_KEY is set as well"), "{error}");
    }
}
