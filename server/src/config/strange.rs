//! Settings that are none of ours, and probably misspelt: they would be ignored without a word.

use super::{Source, secrets};
use std::collections::BTreeSet;

/// How names of ours begin.
const PREFIXES: [&str; 8] =
    ["API_", "APP_", "MAIL_", "RAPIDAPI_", "REDIS_", "REVERB_", "SERVER_", "UPSTREAM_"];

/// Of these, what hardly any other program's variables begin with.
const OURS_ALONE: [&str; 3] = ["RAPIDAPI_", "REVERB_", "UPSTREAM_"];

/// Most letters that a misspelt name differs in.
const NEAR: usize = 2;

/// What to say of a setting, if it is none of `ours` and looks as if it was meant for us. `.env` is
/// this service's own; the environment is shared with other programs.
pub(super) fn line(name: &str, source: &Source, ours: &BTreeSet<String>) -> Option<String> {
    let prefix = PREFIXES.into_iter().find(|prefix| name.starts_with(prefix))?;
    if ours.contains(name) || secrets::names_a_file(name) {
        return None;
    }
    let alike = ours.iter().filter(|own| own.starts_with(prefix));
    let near = alike.map(|own| (distance(name, own), own)).min().filter(|(far, _)| *far <= NEAR);
    if *source != Source::File && near.is_none() && !OURS_ALONE.contains(&prefix) {
        return None;
    }
    let mend = match near {
        Some((_, own)) => format!("write {own} if that is meant"),
        None => "`bts-guru config:show` lists those there are".to_owned(),
    };
    Some(format!("{name} ({source}) is no setting and does nothing; {mend}"))
}

/// How many letters have to be put in, left out or exchanged to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let exchanged = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = exchanged.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Settings};

    fn advice(environment: &[&str], file: &str) -> Vec<String> {
        let environment = environment.iter().map(|name| ((*name).to_owned(), "1".to_owned()));
        let settings = Settings::from_parts(environment, file).expect("reads");
        Config::read(&settings).expect("is usable").advice()
    }

    #[test]
    fn a_misspelt_setting_is_named_with_the_one_that_is_probably_meant() {
        let told = "API_RATE_LIMT (environment) is no setting and does nothing; write \
                    API_RATE_LIMIT if that is meant";
        assert_eq!(advice(&["API_RATE_LIMT"], ""), [told]);
        let told = advice(&[], "UPSTREAM_CURLING_BASE_URL=http://127.0.0.1:1\nAPP_NAME=Scores");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("APP_NAME (.env) is no setting"), "{told:?}");
        assert!(told[1].starts_with("UPSTREAM_CURLING_BASE_URL (.env)"), "{told:?}");
        assert_eq!(advice(&["UPSTREAM_CURLING_BASE_URL"], "").len(), 1);
    }

    #[test]
    fn what_other_programs_set_is_not_spoken_of() {
        let others = ["API_TOKEN", "APP_ENV", "REDIS_PORT_6379_TCP", "SERVER_SOFTWARE", "PATH"];
        assert_eq!(advice(&others, "EDITOR=vi"), Vec::<String>::new());
        let ours = "UPSTREAM_HOCKEY_BASE_URL=null\nRAPIDAPI_KEY_FILE=null\nREDIS_CA_FILE=null";
        assert_eq!(advice(&[], ours), Vec::<String>::new());
    }
}
