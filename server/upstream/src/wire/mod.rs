//! Lenient leaves of the upstream's JSON.
//!
//! The upstream writes ids as numbers or strings, empty objects as `[]`, and puts `null` anywhere.
//! These types read whatever stands there and hold nothing where it makes no sense, so that one
//! odd member never costs a row.

mod list;
mod maybe;
mod number;
mod text;

pub use list::List;
pub use maybe::Maybe;
pub use number::{Flag, Number};
pub use text::Text;

/// Reads past the entries of a map or list that is of no use.
macro_rules! drain {
    (seq $access:ident) => {
        while $access.next_element::<serde::de::IgnoredAny>()?.is_some() {}
    };
    (map $access:ident) => {
        while $access.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
    };
}
use drain;

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Row<'a> {
        #[serde(borrow)]
        name: Text<'a>,
        id: Number,
        open: Flag,
        inner: Maybe<Inner>,
        list: List<Number>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Inner {
        n: Number,
    }

    fn row(json: &str) -> Row<'_> {
        serde_json::from_str(json).expect("every shape reads")
    }

    #[test]
    fn what_is_as_promised_is_read() {
        let read = row(r#"{"name":" Türkiye ","id":7,"open":true,"inner":{"n":1},"list":[1,2]}"#);
        assert_eq!(read.name.get(), Some("Türkiye"));
        assert_eq!(read.id.get(), Some(7));
        assert_eq!(read.open.get(), Some(true));
        assert_eq!(read.inner.get().and_then(|inner| inner.n.get()), Some(1));
        assert_eq!(read.list.get().map(<[Number]>::len), Some(2));
    }

    #[test]
    fn numbers_and_strings_stand_in_for_each_other() {
        let read = row(r#"{"name":7,"id":"7","open":"true"}"#);
        assert_eq!(read.name.get(), Some("7"));
        assert_eq!(read.id.get(), Some(7));
        assert_eq!(read.open.get(), Some(true));
        assert_eq!(row(r#"{"id":7.0}"#).id.get(), Some(7));
        assert_eq!(row(r#"{"id":7.5}"#).id.get(), None);
    }

    #[test]
    fn an_odd_shape_reads_as_nothing_and_costs_no_neighbour() {
        for odd in ["null", "[]", "[1,[2]]", "{}", r#"{"a":{"b":1}}"#, r#""""#, "-1.5", "true"] {
            let json = format!(
                r#"{{"name":{odd},"id":{odd},"open":{odd},"inner":{odd},"list":{odd},"more":{odd}}}"#
            );
            let read = row(&json);
            assert_eq!(read.id.get(), None, "{odd}");
        }
        assert!(row(r#"{"inner":[]}"#).inner.get().is_none());
        assert!(row(r#"{"list":{}}"#).list.get().is_none());
    }

    #[test]
    fn an_empty_text_is_no_text() {
        for empty in [r#"{"name":""}"#, r#"{"name":"  "}"#, r#"{"name":null}"#, "{}"] {
            assert_eq!(row(empty).name.into_text(), None);
        }
        assert_eq!(row(r#"{"name":" a\/b "}"#).name.into_text().as_deref(), Some("a/b"));
    }
}
