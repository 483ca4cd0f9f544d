//! What an owner says of a key: its name, what it may do, until when and from where.

use super::{BadField, KeyError};
use entity::model::{
    BadKeyName, Instant, KEY_LIST_LENGTH, KEY_NAME_LENGTH, Scope, key_name, key_origin,
};

/// A key to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyDraft {
    /// What the owner calls it.
    pub name: String,
    /// What it may do; at least one.
    pub scopes: Vec<Scope>,
    /// When it stops; `None` for never.
    pub expires_at: Option<Instant>,
    /// Addresses it may be used from, each an address or a CIDR range; none for anywhere.
    pub addresses: Vec<String>,
    /// Web origins it may be used from; none for anywhere.
    pub origins: Vec<String>,
}

/// What is to change; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyEdit {
    pub name: Option<String>,
    /// New scopes, in place of the old.
    pub scopes: Option<Vec<Scope>>,
    /// A new end; `Some(None)` for never.
    pub expires_at: Option<Option<Instant>>,
    /// New addresses, in place of the old; empty for anywhere.
    pub addresses: Option<Vec<String>>,
    /// New origins, in place of the old; empty for anywhere.
    pub origins: Option<Vec<String>>,
}

impl KeyEdit {
    /// What it changes, by name.
    pub(super) fn named(&self) -> Vec<&'static str> {
        let members = [
            ("name", self.name.is_some()),
            ("scopes", self.scopes.is_some()),
            ("expires_at", self.expires_at.is_some()),
            ("addresses", self.addresses.is_some()),
            ("origins", self.origins.is_some()),
        ];
        members.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
    }
}

/// The members of a key as its row has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Checked {
    pub name: Option<String>,
    pub scopes: Option<String>,
    pub expires_at: Option<Option<i64>>,
    pub addresses: Option<Option<String>>,
    pub origins: Option<Option<String>>,
}

impl From<&KeyEdit> for KeyEdit {
    fn from(edit: &KeyEdit) -> Self {
        edit.clone()
    }
}

impl From<&KeyDraft> for KeyEdit {
    fn from(draft: &KeyDraft) -> Self {
        let KeyDraft { name, scopes, expires_at, addresses, origins } = draft.clone();
        Self {
            name: Some(name),
            scopes: Some(scopes),
            expires_at: Some(expires_at),
            addresses: Some(addresses),
            origins: Some(origins),
        }
    }
}

/// Check every member that is there and tell all faults at once.
pub(super) fn check(edit: &KeyEdit, now: Instant) -> Result<Checked, KeyError> {
    let mut bad = Vec::new();
    let mut take = |result: Result<Option<String>, BadField>| match result {
        Ok(value) => value,
        Err(fault) => {
            bad.push(fault);
            None
        }
    };
    let name = edit.name.as_deref().and_then(|name| take(checked_name(name).map(Some)));
    let scopes = edit.scopes.as_deref().and_then(|scopes| take(checked_scopes(scopes).map(Some)));
    let addresses = edit.addresses.as_deref().map(|list| take(checked_addresses(list)));
    let origins = edit.origins.as_deref().map(|list| take(checked_origins(list)));
    if edit.expires_at.flatten().is_some_and(|at| at <= now) {
        let mend = "expires_at has passed; give an instant to come, or null for never";
        bad.push(BadField::new("expires_at", mend));
    }
    let expires_at = edit.expires_at.map(|at| at.map(entity::table::millis));
    if bad.is_empty() {
        Ok(Checked { name, scopes, expires_at, addresses, origins })
    } else {
        Err(KeyError::Bad(bad))
    }
}

fn checked_name(name: &str) -> Result<String, BadField> {
    key_name(name).map_err(|bad| {
        BadField::new(
            "name",
            match bad {
                BadKeyName::Empty => "name the key, so that you know it again".to_owned(),
                BadKeyName::Long => format!("name has at most {KEY_NAME_LENGTH} characters"),
                BadKeyName::Control => "name has no control characters".to_owned(),
            },
        )
    })
}

fn checked_scopes(scopes: &[Scope]) -> Result<String, BadField> {
    if scopes.is_empty() {
        let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        let mend = format!("give at least one scope of {}", all.join(", "));
        return Err(BadField::new("scopes", mend));
    }
    let mut scopes = scopes.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    Ok(words.join(" "))
}

fn checked_addresses(list: &[String]) -> Result<Option<String>, BadField> {
    few("addresses", list)?;
    let mut found = Vec::new();
    for text in list {
        let net = crate::net::ip_net(text).ok_or_else(|| {
            let shown: String = text.chars().take(60).collect();
            let mend = format!(
                "“{shown}” is no address; write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32"
            );
            BadField::new("addresses", mend)
        })?;
        found.push(net.to_string());
    }
    found.dedup();
    Ok((!found.is_empty()).then(|| found.join(" ")))
}

fn checked_origins(list: &[String]) -> Result<Option<String>, BadField> {
    few("origins", list)?;
    let mut found = Vec::new();
    for text in list {
        found.push(key_origin(text).ok_or_else(|| {
            let shown: String = text.chars().take(60).collect();
            let mend = format!(
                "“{shown}” is no web origin; write https://app.example.com, with a port if it has one"
            );
            BadField::new("origins", mend)
        })?);
    }
    found.dedup();
    Ok((!found.is_empty()).then(|| found.join(" ")))
}

fn few(field: &str, list: &[String]) -> Result<(), BadField> {
    match list.len() <= KEY_LIST_LENGTH {
        true => Ok(()),
        false => {
            Err(BadField::new(field, format!("{field} has at most {KEY_LIST_LENGTH} entries")))
        }
    }
}

/// The origins of a row, with spaces between.
#[derive(Clone, Copy, Debug)]
pub struct Origins<'a>(pub &'a str);

impl Origins<'_> {
    /// Whether `origin`, as a browser sent it, is one of them.
    pub fn has(&self, origin: &str) -> bool {
        self.0.split(' ').any(|known| known == origin)
    }
}

/// The scopes of a row.
pub(super) fn scopes(text: &str) -> Vec<Scope> {
    text.split_ascii_whitespace().filter_map(Scope::from_word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_alone_is_a_range_of_one() {
        assert_eq!(
            crate::net::ip_net("203.0.113.7").map(|n| n.to_string()).as_deref(),
            Some("203.0.113.7/32")
        );
        assert_eq!(
            crate::net::ip_net("10.1.2.3/8").map(|n| n.to_string()).as_deref(),
            Some("10.0.0.0/8")
        );
        assert_eq!(crate::net::ip_net("10.0.0.0/40"), None);
        assert_eq!(crate::net::ip_net("example.com"), None);
    }

    #[test]
    fn every_bad_member_is_named_at_once() {
        let draft = KeyDraft {
            name: "a\nb".to_owned(),
            scopes: vec![],
            expires_at: Some(Instant::UNIX_EPOCH),
            addresses: vec!["here".to_owned()],
            origins: vec!["there".to_owned()],
        };
        let now = Instant::UNIX_EPOCH;
        let Err(KeyError::Bad(bad)) = check(&KeyEdit::from(&draft), now) else {
            panic!("it was taken")
        };
        let named: Vec<&str> = bad.iter().map(|bad| bad.field.as_str()).collect();
        assert_eq!(named, ["name", "scopes", "addresses", "origins", "expires_at"]);
    }
}
