//! A list, or anything else where there is none.

use super::drain;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// A list; nothing where something else stands. An empty list is a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(Option<Vec<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(None)
    }
}

impl<T> List<T> {
    /// The list.
    pub fn get(&self) -> Option<&[T]> {
        self.0.as_deref()
    }

    /// The list, moved out.
    pub fn into_option(self) -> Option<Vec<T>> {
        self.0
    }

    /// The list, or an empty one.
    pub fn or_empty(self) -> Vec<T> {
        self.0.unwrap_or_default()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(List(Some(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        drain!(map map);
        Ok(List(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(List(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(List(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(List(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(List(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(List(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(List(None))
    }
}
