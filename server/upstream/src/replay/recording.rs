//! What query a recorded answer belongs to.

use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, fmt};

/// A query as recordings are found by: the order of parameters is of no account, and
/// `timezone=UTC`, which is what no time zone means, is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub endpoint: String,
    pub parameters: BTreeMap<String, String>,
}

impl Key {
    pub fn new(endpoint: &str, parameters: impl IntoIterator<Item = (String, String)>) -> Self {
        let says_something = |(name, value): &(String, String)| {
            !(name == "timezone" && value.eq_ignore_ascii_case("utc"))
        };
        Key {
            endpoint: endpoint.trim_matches('/').to_owned(),
            parameters: parameters.into_iter().filter(says_something).collect(),
        }
    }

    /// The query a recorded body answers, or why it is no recording.
    pub fn of_body(body: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Envelope {
            get: Option<Value>,
            #[serde(default)]
            parameters: Value,
            response: Option<serde::de::IgnoredAny>,
        }
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        if body.trim_ascii().first() != Some(&b'{') {
            return Err("it is not a JSON object".to_owned());
        }
        let envelope: Envelope =
            serde_json::from_slice(body).map_err(|error| format!("it is not JSON: {error}"))?;
        let Some(Value::String(endpoint)) = envelope.get else {
            return Err("it has no “get” that names an endpoint".to_owned());
        };
        if endpoint.trim_matches('/').is_empty() {
            return Err("its “get” is empty".to_owned());
        }
        if envelope.response.is_none() {
            return Err("it has no “response”".to_owned());
        }
        let parameters = match envelope.parameters {
            Value::Object(map) => {
                map.into_iter().map(|(name, value)| (name, plain(value))).collect()
            }
            Value::Null | Value::Array(_) => Vec::new(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err("its “parameters” are no object".to_owned());
            }
        };
        Ok(Key::new(&endpoint, parameters))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.endpoint)?;
        for (i, (name, value)) in self.parameters.iter().enumerate() {
            write!(f, "{}{name}={value}", if i == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

/// A value as it would stand in an address.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}
