//! The members of a key that a caller may set: as they are described, and as they are read.

use crate::{
    accounts::keys::{Grace, KeyEdit},
    http::{
        Problem,
        body::{JsonFields, flag, instant, text, texts},
    },
};
use entity::model::Scope;
use serde_json::Value;
use utoipa::ToSchema;

/// A key to be made.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read member by member, so that each fault is told by name")]
#[schema(example = json!({"name": "Scoreboard", "scopes": ["matches:read", "stream:connect"]}))]
pub(super) struct NewKey {
    /// What to call it, up to 80 characters.
    name: String,
    /// What it may do: at least one, and none that the asking key lacks. When left out, whatever the
    /// asking key may do but `keys:write`.
    scopes: Option<Vec<Scope>>,
    /// When it stops; null for never. When left out, as the asking key.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Up to 50 addresses or CIDR ranges it may be used from; null for anywhere. When left out, as the
    /// asking key.
    addresses: Option<Vec<String>>,
    /// Up to 50 web origins it may be used from; null for anywhere. When left out, as the asking key.
    origins: Option<Vec<String>>,
}

/// What is to change. `disabled` comes alone, in a request of its own.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read member by member, so that each fault is told by name")]
#[schema(example = json!({"name": "Scoreboard in the hall", "expires_at": null}))]
pub(super) struct KeyChanges {
    /// A new name.
    #[schema(nullable = false)]
    name: Option<String>,
    /// New scopes, in place of the old.
    #[schema(nullable = false)]
    scopes: Option<Vec<Scope>>,
    /// A new end; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// New addresses, in place of the old; null for anywhere.
    addresses: Option<Vec<String>>,
    /// New origins, in place of the old; null for anywhere.
    origins: Option<Vec<String>>,
    /// Switches the key off or on again.
    #[schema(nullable = false)]
    disabled: Option<bool>,
}

/// How to rotate.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read member by member, so that each fault is told by name")]
#[schema(example = json!({"grace": "24h"}))]
pub(super) struct Rotate {
    /// How long the old token stays good; `24h` unless given.
    grace: Option<Grace>,
}

fn scopes(value: Value) -> Result<Vec<Scope>, String> {
    texts(value)?
        .iter()
        .map(|word| {
            Scope::from_word(word).ok_or_else(|| {
                let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
                let shown: String = word.chars().take(40).collect();
                format!("“{shown}” is no scope; there are {}", all.join(", "))
            })
        })
        .collect()
}

/// A key to be made; what is left out is as the one that asks has it.
pub(super) fn draft(mut fields: JsonFields) -> Result<KeyEdit, Problem> {
    let name = fields.read("name", text);
    let name = fields.required("name", name);
    let scopes = fields.read("scopes", scopes).flatten();
    let expires_at = fields.read("expires_at", instant);
    let addresses = fields.read("addresses", texts).map(Option::unwrap_or_default);
    let origins = fields.read("origins", texts).map(Option::unwrap_or_default);
    fields.check()?;
    Ok(KeyEdit { name, scopes, expires_at, addresses, origins })
}

/// What is to change, and whether the key is to be switched off or on.
pub(super) fn edit(mut fields: JsonFields) -> Result<(KeyEdit, Option<bool>), Problem> {
    let name = fields.read("name", text);
    let name = fields.not_null("name", name);
    let given = fields.read("scopes", scopes);
    let scopes = fields.not_null("scopes", given);
    let expires_at = fields.read("expires_at", instant);
    let addresses = fields.read("addresses", texts).map(Option::unwrap_or_default);
    let origins = fields.read("origins", texts).map(Option::unwrap_or_default);
    let disabled = fields.read("disabled", flag);
    let disabled = fields.not_null("disabled", disabled);
    fields.check()?;
    Ok((KeyEdit { name, scopes, expires_at, addresses, origins }, disabled))
}

/// How long a replaced token stays good; a day unless told otherwise.
pub(super) fn grace(mut fields: JsonFields) -> Result<Grace, Problem> {
    let grace = fields.read("grace", |value| {
        let all: Vec<&str> = Grace::ALL.iter().map(|grace| grace.as_str()).collect();
        let fault = || format!("grace is one of {}", all.join(", "));
        Grace::from_word(&text(value).map_err(|_| fault())?).ok_or_else(fault)
    });
    fields.check()?;
    Ok(grace.flatten().unwrap_or(Grace::Day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Json;
    use serde_json::{Map, json};
    use utoipa::PartialSchema;

    /// What is said of a body whose members are those described, each of a kind that will not do.
    fn faults<S: PartialSchema, T>(read: impl Fn(JsonFields) -> Result<T, Problem>) -> String {
        let schema = serde_json::to_value(S::schema()).expect("is JSON");
        let members = schema["properties"].as_object().expect("has members");
        let body: Map<String, Value> =
            members.keys().map(|name| (name.clone(), json!({}))).collect();
        let body = JsonFields::parse(json!(body).to_string().as_bytes()).expect("is an object");
        let Err(problem) = read(body) else { panic!("{schema}: nothing of it was refused") };
        let Json(told) = Json::<Value>::from(problem);
        assert_eq!(told["errors"].as_array().map(Vec::len), Some(members.len()), "{told}");
        told.to_string()
    }

    #[test]
    fn every_described_member_is_read() {
        let told =
            [faults::<NewKey, _>(draft), faults::<KeyChanges, _>(edit), faults::<Rotate, _>(grace)];
        for told in told {
            assert!(!told.contains("nothing that can be set"), "{told}");
        }
    }
}
