//! A text, or a number that stands for one.

use super::drain;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// Bytes of a text that are kept. The longest the vendor has been seen to send is a fifth of it.
const MAX_CHARS: usize = 500;

/// A text, borrowed from the answer where it holds no escapes; nothing where it is blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    /// The text without blanks around it and without end; `None` where nothing is left.
    pub fn get(&self) -> Option<&str> {
        let text = self.0.as_deref()?.trim();
        let text = text[..text.floor_char_boundary(MAX_CHARS)].trim_end();
        Some(text).filter(|text| !text.is_empty())
    }

    /// The text where it is an address on the web; a script's, a file's or no address at all is left
    /// out, for readers follow these without a second look. So is one with a blank in it, such as
    /// `…/flags/ .svg` for a country without a code.
    ///
    /// The vendor serves its images from several hosts and names another one from answer to answer;
    /// they go out under one name, so that a changed host is no change.
    pub fn into_address(self) -> Option<String> {
        let text = self.into_text()?;
        let web = text.starts_with("https://") || text.starts_with("http://");
        if !web || text.contains(char::is_whitespace) {
            return None;
        }
        match mirror(&text) {
            Some(rest) => Some(format!("https://media{rest}")),
            None => Some(text),
        }
    }

    /// The text as a name. Some names were encoded twice on the vendor's side, `BolaÃ±os`; these are
    /// put right.
    pub fn into_name(self) -> Option<String> {
        let text = self.into_text()?;
        Some(decoded_twice(&text).unwrap_or(text))
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

/// What follows `https://media-3` in an address on one of the vendor's image hosts.
fn mirror(address: &str) -> Option<&str> {
    let rest =
        address.strip_prefix("https://media-")?.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(".api-sports.io/").then_some(rest)
}

/// The text whose bytes were taken for characters of one byte each; `None` where they were not.
fn decoded_twice(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text<'_> {
        Text(Some(Cow::Borrowed(text)))
    }

    #[test]
    fn an_image_has_one_address_whatever_host_serves_it() {
        let one = "https://media.api-sports.io/hockey/teams/1.png";
        for host in ["media", "media-1", "media-4", "media-12"] {
            let address = format!("https://{host}.api-sports.io/hockey/teams/1.png");
            assert_eq!(text(&address).into_address().as_deref(), Some(one), "{host}");
        }
        let other = "https://media-4.example.com/a.png";
        assert_eq!(text(other).into_address().as_deref(), Some(other));
        assert_eq!(text("https://media.api-sports.io/flags/ .svg").into_address(), None);
        assert_eq!(text("javascript:alert(1)").into_address(), None);
    }

    #[test]
    fn a_name_encoded_twice_is_put_right() {
        for (given, meant) in [
            ("Gaston BolaÃ±os", "Gaston Bolaños"),
            ("Montmeló", "Montmeló"),
            ("Türkiye", "Türkiye"),
            ("Łódź", "Łódź"),
            ("Denver Nuggets", "Denver Nuggets"),
        ] {
            assert_eq!(text(given).into_name().as_deref(), Some(meant));
        }
    }
}
