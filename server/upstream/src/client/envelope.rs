//! The upstream's envelope, its members still as text.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use std::collections::BTreeMap;

/// The members of the envelope, borrowed from the body and read only when asked for.
///
/// `response` can be half a megabyte; it is scanned once for its end and left alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Envelope<'a> {
    #[serde(borrow)]
    pub get: Option<&'a RawValue>,
    #[serde(borrow)]
    pub parameters: Option<&'a RawValue>,
    #[serde(borrow)]
    pub errors: Option<&'a RawValue>,
    #[serde(borrow)]
    pub results: Option<&'a RawValue>,
    #[serde(borrow)]
    pub paging: Option<&'a RawValue>,
    #[serde(borrow)]
    pub response: Option<&'a RawValue>,
    #[serde(borrow)]
    pub message: Option<&'a RawValue>,
}

/// One entry of `errors`: its key, where it has one, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub key: Option<String>,
    pub text: String,
}

impl Envelope<'_> {
    /// The endpoint the upstream says it answered, without slashes around it.
    pub fn endpoint(&self) -> String {
        self.get.map(text_of).unwrap_or_default().trim_matches('/').to_owned()
    }

    /// The parameters the upstream says it understood; `[]` means none.
    pub fn parameters(&self) -> BTreeMap<String, String> {
        match self.parameters.and_then(value_of) {
            Some(Value::Object(map)) => {
                map.into_iter().map(|(name, value)| (name, plain(&value))).collect()
            }
            Some(_) | None => BTreeMap::new(),
        }
    }

    /// The complaints, whatever shape they come in; none where all is well.
    ///
    /// Seen: `[]`, `{}`, `null`, no member, an object, a text, a list of texts, a list of objects.
    pub fn complaints(&self) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        if let Some(value) = self.errors.and_then(value_of) {
            collect(None, &value, &mut complaints);
        }
        complaints
    }

    /// The lone `message` of the gateway and of the vendor's own 499 and 500.
    pub fn message(&self) -> Option<String> {
        self.message.map(text_of).filter(|text| !text.is_empty())
    }
}

fn collect(key: Option<&str>, value: &Value, into: &mut Vec<Complaint>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Array(items) => items.iter().for_each(|item| collect(key, item, into)),
        Value::Object(map) => map.iter().for_each(|(key, item)| collect(Some(key), item, into)),
        Value::String(text) if text.trim().is_empty() && key.is_none() => {}
        Value::String(_) | Value::Number(_) | Value::Bool(true) => {
            into.push(Complaint { key: key.map(str::to_owned), text: plain(value) });
        }
    }
}

fn value_of(raw: &RawValue) -> Option<Value> {
    serde_json::from_str(raw.get()).ok()
}

fn text_of(raw: &RawValue) -> String {
    value_of(raw).map(|value| plain(&value)).unwrap_or_default()
}

/// A value as it would stand in an address.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}
