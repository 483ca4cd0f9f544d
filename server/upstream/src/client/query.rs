//! What is asked.

use std::fmt;

/// One question to the upstream: `fixtures?live=all`.
///
/// Parameters keep the order they were given in; two queries with the same parameters in another
/// order are two queries.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Query {
    endpoint: String,
    params: Vec<(String, String)>,
}

impl Query {
    /// A query without parameters; slashes around the endpoint are dropped.
    pub fn new(endpoint: impl Into<String>) -> Self {
        let endpoint: String = endpoint.into();
        let trimmed = endpoint.trim_matches('/');
        Query { endpoint: trimmed.to_owned(), params: Vec::new() }
    }

    /// The query that is written like this, as [`fmt::Display`] writes one.
    pub fn read(text: &str) -> Self {
        let (endpoint, params) = text.split_once('?').unwrap_or((text, ""));
        let params = params.split('&').filter_map(|pair| pair.split_once('='));
        params.fold(Self::new(endpoint), |query, (name, value)| query.with(name, value))
    }

    /// The query with one more parameter.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over words and numbers")]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }

    /// The path below the API's address: `fixtures/events`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Names and values, in the order given.
    pub fn params(&self) -> &[(String, String)] {
        &self.params
    }

    /// The value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.endpoint)?;
        for (i, (name, value)) in self.params.iter().enumerate() {
            write!(f, "{}{name}={value}", if i == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_as_it_is_asked() {
        assert_eq!(Query::new("fixtures").with("live", "all").to_string(), "fixtures?live=all");
        assert_eq!(Query::new("/timezone/").to_string(), "timezone");
        let query = Query::new("standings").with("league", 39).with("season", 2025);
        assert_eq!(query.to_string(), "standings?league=39&season=2025");
        assert_eq!(query.param("season"), Some("2025"));
        assert_eq!(Query::read(&query.to_string()), query);
        assert_eq!(Query::read("timezone"), Query::new("timezone"));
        assert_eq!(query.param("team"), None);
    }
}
