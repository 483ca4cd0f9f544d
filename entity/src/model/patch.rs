//! RFC 7396 merge patches.
//!
//! In a merge patch `null` means "take the member away", so a member that is `null` and one that is
//! absent are the same thing to everybody who follows a match by patches.

use serde_json::{Map, Value};

/// The patch that turns `old` into `new`; an empty object where they are equal.
pub fn between(old: &Value, new: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return new.clone();
    };
    let mut patch = Map::new();
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    for (key, after) in new {
        match old.get(key) {
            Some(before) if before == after => {}
            Some(before @ Value::Object(_)) if after.is_object() => {
                patch.insert(key.clone(), between(before, after));
            }
            None if after.is_null() => {}
            // An object that comes in whole is added member by member, as the RFC has it.
            Some(_) | None => {
                patch.insert(key.clone(), after.clone());
            }
        }
    }
    Value::Object(patch)
}

/// Apply `patch` to `target` as RFC 7396 §2 says.
pub fn apply(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(target) = target {
        for (key, change) in patch {
            if change.is_null() {
                target.remove(key);
            } else {
                apply(target.entry(key.clone()).or_insert(Value::Null), change);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// Without members that are null, at any depth outside arrays.
    fn bare(value: &Value) -> Value {
        match value {
            Value::Object(map) => Value::Object(
                map.iter()
                    .filter(|(_, v)| !v.is_null())
                    .map(|(k, v)| (k.clone(), bare(v)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..4_i64).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[a-d]", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn object() -> impl Strategy<Value = Value> {
        prop::collection::btree_map("[a-d]", document(), 0..5)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn applying_the_patch_to_the_old_gives_the_new(old in object(), new in object()) {
            let mut patched = old.clone();
            apply(&mut patched, &between(&old, &new));
            prop_assert_eq!(bare(&patched), bare(&new));
        }

        #[test]
        fn equal_documents_need_no_patch(document in object()) {
            prop_assert_eq!(between(&document, &document), json!({}));
        }
    }

    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (mut target, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b","b":"c"}), json!({"a":null}), json!({"b":"c"})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!(["a"]), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
        ] {
            apply(&mut target, &patch);
            assert_eq!(target, result);
        }
    }
}
