//! A text, or a number that stands for one.

use super::drain;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// Bytes of a text that are kept. The longest the vendor has been seen to send is a fifth of it.
const MOST: usize = 500;

/// A text, borrowed from the answer where it holds no escapes; nothing where it is blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    /// The text without blanks around it and without end; `None` where nothing is left.
    pub fn get(&self) -> Option<&str> {
        let text = self.0.as_deref()?.trim();
        let text = text[..text.floor_char_boundary(MOST)].trim_end();
        Some(text).filter(|text| !text.is_empty())
    }

    /// The text where it is an address on the web; a script's, a file's or no address at all is left
    /// out, for readers follow these without a second look.
    pub fn into_address(self) -> Option<String> {
        self.into_text().filter(|text| text.starts_with("https://") || text.starts_with("http://"))
    }

    /// The text as its own string, moved where possible.
    pub fn into_text(self) -> Option<String> {
        let kept = self.get()?;
        if kept.len() == self.0.as_deref().map_or(0, str::len) {
            return self.0.map(Cow::into_owned);
        }
        Some(kept.to_owned())
    }

    /// A copy of the text.
    pub fn to_text(&self) -> Option<String> {
        self.get().map(str::to_owned)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text.to_owned()))))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text))))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(number.to_string()))))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(number.to_string()))))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(number.to_string()))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        drain!(seq seq);
        Ok(Text(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        drain!(map map);
        Ok(Text(None))
    }
}
