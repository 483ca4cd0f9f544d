//! Where what was heard is written.

use super::{effect::News, line};
use crate::cli::{CliError, output};
use serde_json::{Value, json};
use std::{borrow::Cow, io::IsTerminal};

/// How to write it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Printer {
    /// The data of each message, for programs.
    Json,
    /// A line for people.
    Lines { coloured: bool },
}

impl Printer {
    pub(super) fn new(json: bool) -> Self {
        if json {
            return Self::Json;
        }
        // See no-color.org: any value but none switches colours off.
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self::Lines { coloured: std::io::stdout().is_terminal() && !unwanted }
    }

    pub(super) fn print(self, news: &News) -> Result<(), CliError> {
        match self {
            Self::Json => output::line(one_line(&news.event.data)),
            Self::Lines { coloured } => {
                output::text(&format!("{}\n", line::render(&line::parts(news), coloured)))
            }
        }
    }
}

/// The data as it was sent where that is one line of JSON; else the same on one line, or as a string.
fn one_line(data: &str) -> Cow<'_, str> {
    match serde_json::from_str::<Value>(data) {
        Ok(_) if !data.contains(char::is_control) => Cow::Borrowed(data),
        Ok(value) => Cow::Owned(value.to_string()),
        Err(_) => Cow::Owned(json!(data).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_printed_as_it_was_sent_and_always_as_one_line_of_json() {
        assert_eq!(one_line(r#"{"b":1, "a":[2]}"#), r#"{"b":1, "a":[2]}"#);
        assert_eq!(one_line("{\n  \"b\": 1\n}"), r#"{"b":1}"#);
        assert_eq!(one_line("good\nmorning"), r#""good\nmorning""#);
    }
}
