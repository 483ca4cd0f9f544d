//! What an owner may say of a key: one set of rules for forms and REST.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr};

/// Characters of a key's name.
pub const KEY_NAME_LENGTH: usize = 80;
/// Addresses or origins of one key.
pub const KEY_LIST_LENGTH: usize = 50;
/// Characters of a host name.
const HOST: usize = 253;

/// Why a name will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadKeyName {
    /// There is nothing.
    Empty,
    /// It has more than [`KEY_NAME_LENGTH`] characters.
    Long,
    /// It has line breaks or other control characters.
    Control,
}

/// A key's name as it is kept.
pub fn key_name(text: &str) -> Result<String, BadKeyName> {
    let name = text.trim();
    if name.is_empty() {
        return Err(BadKeyName::Empty);
    }
    if name.chars().count() > KEY_NAME_LENGTH {
        return Err(BadKeyName::Long);
    }
    if name.chars().any(char::is_control) {
        return Err(BadKeyName::Control);
    }
    Ok(name.to_owned())
}

/// One address or a range of them: the address and how many of its bits count.
pub fn key_address(text: &str) -> Option<(IpAddr, u8)> {
    let text = text.trim();
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let widest = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => number(bits)?,
        None => widest.into(),
    };
    let bits = u8::try_from(bits).ok().filter(|bits| *bits <= widest)?;
    Some((address, bits))
}

/// A web origin as browsers write it: lower case, no slash at the end, no port where it is the usual.
pub fn key_origin(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let (scheme, rest) = text.split_once("://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let usual = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    if rest.len() > HOST {
        return None;
    }
    let (host, port) = match rest.find(']') {
        Some(end) => (
            &rest[..=end],
            rest[end + 1..].strip_prefix(':').or_else(|| {
                // Nothing but a port may follow.
                (end + 1 < rest.len()).then_some("")
            }),
        ),
        None => rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port))),
    };
    let six = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let known = match six {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(named),
    };
    let port = match port {
        Some(port) => Some(number(port)?),
        None => None,
    };
    match (known, port.filter(|port| *port != usual)) {
        (false, _) => None,
        (true, Some(port)) => Some(format!("{scheme}://{host}:{port}")),
        (true, None) => Some(format!("{scheme}://{host}")),
    }
}

/// Digits and nothing else, as a port or a length of bits is written.
fn number(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// How long a replaced token stays good: not at all, an hour, a day (`1d` says the same), three days or
/// seven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Grace {
    /// Not at all.
    #[serde(rename = "now")]
    Now,
    /// An hour.
    #[serde(rename = "1h")]
    Hour,
    /// A day.
    #[serde(rename = "24h")]
    Day,
    /// Three days.
    #[serde(rename = "3d")]
    ThreeDays,
    /// A week.
    #[serde(rename = "7d")]
    Week,
}

impl Grace {
    /// Every one, shortest first.
    pub const ALL: [Grace; 5] =
        [Grace::Now, Grace::Hour, Grace::Day, Grace::ThreeDays, Grace::Week];

    /// How long.
    pub const fn length(self) -> TimeDelta {
        match self {
            Grace::Now => TimeDelta::zero(),
            Grace::Hour => TimeDelta::hours(1),
            Grace::Day => TimeDelta::days(1),
            Grace::ThreeDays => TimeDelta::days(3),
            Grace::Week => TimeDelta::days(7),
        }
    }

    /// The word in JSON and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Grace::Now => "now",
            Grace::Hour => "1h",
            Grace::Day => "24h",
            Grace::ThreeDays => "3d",
            Grace::Week => "7d",
        }
    }

    /// The words in a list.
    pub const fn name(self) -> &'static str {
        match self {
            Grace::Now => "at once",
            Grace::Hour => "in 1 hour",
            Grace::Day => "in 24 hours",
            Grace::ThreeDays => "in 3 days",
            Grace::Week => "in 7 days",
        }
    }

    /// The grace of that word; a day is `24h` or `1d`.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = if word == "1d" { "24h" } else { word };
        Self::ALL.into_iter().find(|grace| grace.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_origin_is_kept_as_browsers_write_it() {
        for (text, kept) in [
            ("https://App.Example.com/", Some("https://app.example.com")),
            ("https://app.example.com:443", Some("https://app.example.com")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("http://[::1]", Some("http://[::1]")),
            ("http://[::1]x", None),
            ("http://[::1", None),
            ("http://::1", None),
            ("https://a b.example", None),
            ("https://example.com/path", None),
            ("https://user@example.com", None),
            ("https://example.com:", None),
            ("https://example.com:+80", None),
            ("https://example.com:99999", None),
            ("ftp://example.com", None),
            ("null", None),
            ("*", None),
            ("https://", None),
        ] {
            assert_eq!(key_origin(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn a_key_address_alone_is_a_range_of_one() {
        let read = |text| key_address(text).map(|(address, bits)| format!("{address}/{bits}"));
        assert_eq!(read(" 203.0.113.7 ").as_deref(), Some("203.0.113.7/32"));
        assert_eq!(read("2001:db8::/32").as_deref(), Some("2001:db8::/32"));
        for text in ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "::/129", "example.com"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_name_is_short_and_on_one_line() {
        assert_eq!(key_name(" Board ").as_deref(), Ok("Board"));
        assert_eq!(key_name("  "), Err(BadKeyName::Empty));
        assert_eq!(key_name(&"é".repeat(81)), Err(BadKeyName::Long));
        assert_eq!(key_name("a\nb"), Err(BadKeyName::Control));
    }

    #[test]
    fn every_grace_is_found_by_its_words_and_they_grow() {
        for grace in Grace::ALL {
            assert_eq!(Grace::from_word(grace.as_str()), Some(grace));
            assert_eq!(serde_json::to_value(grace).expect("is a word"), grace.as_str());
        }
        assert_eq!(Grace::from_word("1d"), Some(Grace::Day));
        assert_eq!(Grace::from_word("soon"), None);
        assert!(Grace::ALL.is_sorted_by_key(|grace| grace.length()));
    }
}
