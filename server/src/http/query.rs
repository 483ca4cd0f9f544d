//! The query string, read member by member so that each fault is told by name.

use super::problem::{FieldError, Problem};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::str::FromStr;

/// The query string of a request.
#[derive(Clone, Debug, Default)]
pub struct Params {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::parse(query))
    }
}

impl Params {
    /// Take a query string apart. Parameters nobody asks for are ignored.
    pub fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { pairs, errors: Vec::new() }
    }

    /// A parameter's text; an empty one counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// A parameter as something else, by `read`, which answers a bad one with what would do.
    pub fn read<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(self.text(name)?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.errors.push(FieldError { field: name.to_owned(), message });
                None
            }
        }
    }

    /// A whole number between two others, or `default`.
    pub fn number<T: FromStr + PartialOrd + std::fmt::Display + Copy>(
        &mut self,
        name: &str,
        default: T,
        (least, most): (T, T),
    ) -> T {
        self.read(name, |text| {
            text.parse::<T>()
                .ok()
                .filter(|n| *n >= least && *n <= most)
                .ok_or_else(|| format!("{name} is a whole number from {least} to {most}"))
        })
        .unwrap_or(default)
    }

    /// Note a fault found elsewhere.
    pub fn fault(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Whether all that was read could be used; else the problem that names what could not.
    pub fn check(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::bad_input(self.errors)) }
    }
}

/// The sport of a path.
pub fn sport(word: &str) -> Result<entity::model::Sport, Problem> {
    word.parse()
        .map_err(|unknown: entity::model::UnknownSport| Problem::not_found(unknown.to_string()))
}
