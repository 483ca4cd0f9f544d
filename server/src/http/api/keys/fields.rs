//! The members of a key that a caller may set.

use crate::{
    accounts::keys::{Grace, KeyEdit},
    http::{
        Problem,
        body::{Fields, flag, instant, text, texts},
    },
};
use entity::model::Scope;
use serde_json::Value;

fn scopes(value: Value) -> Result<Vec<Scope>, String> {
    texts(value)?
        .iter()
        .map(|word| {
            Scope::from_word(word).ok_or_else(|| {
                let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
                let shown: String = word.chars().take(40).collect();
                format!("“{shown}” is no scope; there are {}", all.join(", "))
            })
        })
        .collect()
}

/// A key to be made; what is left out is as the one that asks has it.
pub(super) fn draft(mut fields: Fields) -> Result<KeyEdit, Problem> {
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
pub(super) fn edit(mut fields: Fields) -> Result<(KeyEdit, Option<bool>), Problem> {
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
pub(super) fn grace(mut fields: Fields) -> Result<Grace, Problem> {
    let grace = fields.read("grace", |value| {
        let all: Vec<&str> = Grace::ALL.iter().map(|grace| grace.word()).collect();
        let fault = || format!("grace is one of {}", all.join(", "));
        Grace::from_word(&text(value).map_err(|_| fault())?).ok_or_else(fault)
    });
    fields.check()?;
    Ok(grace.flatten().unwrap_or(Grace::Day))
}
