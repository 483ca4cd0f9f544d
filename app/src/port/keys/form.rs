//! What the owner types about a key, and what it comes to.

use super::KeyRow;
use chrono::{NaiveDate, TimeDelta};
use entity::model::{
    BadKeyName, Instant, KEY_LIST_LENGTH, KEY_NAME_LENGTH, Scope, key_address, key_name, key_origin,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field that cannot stay as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name in the form: `name`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl FieldProblem {
    /// A problem with `field`.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// What a key is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDraft {
    /// What the owner calls it; 1 to 80 characters.
    pub name: String,
    /// What it may do; at least one.
    pub scopes: Vec<Scope>,
    /// When it stops; later than now where it was chosen anew.
    pub expires_at: Option<Instant>,
    /// Addresses it may be used from, CIDR or single; empty for anywhere.
    pub addresses: Vec<String>,
    /// Web origins it may be used from; empty for anywhere.
    pub origins: Vec<String>,
    /// A code of the second factor, where the key may make keys and its owner has one.
    pub code: String,
}

/// What was typed, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyForm {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The words of the ticked scopes; the values mean nothing.
    #[serde(default)]
    pub scopes: BTreeMap<String, String>,
    /// `keep`, `never`, a number of days from now, or the last day as `YYYY-MM-DD`.
    #[serde(default)]
    pub expires: String,
    /// Addresses with spaces, commas or lines between.
    #[serde(default)]
    pub addresses: String,
    /// Origins, likewise.
    #[serde(default)]
    pub origins: String,
    /// A code of the second factor; it is good once and never comes back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

/// The word that leaves a key's end as it is.
pub(crate) const KEEP: &str = "keep";
impl KeyForm {
    /// The form of a key not yet made: it may read matches and open sockets, for a year.
    pub fn fresh() -> Self {
        let scopes = [Scope::MatchesRead, Scope::StreamConnect];
        Self { scopes: ticked(&scopes), expires: "365".to_owned(), ..Self::default() }
    }

    /// The form that would leave `row` as it is.
    pub fn of(row: &KeyRow) -> Self {
        Self {
            name: row.name.clone(),
            scopes: ticked(&row.scopes),
            expires: KEEP.to_owned(),
            addresses: row.addresses.join("\n"),
            origins: row.origins.join("\n"),
            code: String::new(),
        }
    }

    /// Whether `scope` is ticked.
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.contains_key(scope.as_str())
    }

    /// What the form comes to at `now`, or everything that is wrong with it.
    ///
    /// `kept` is the end the key has now, for a form that leaves it.
    pub fn read(&self, now: Instant, kept: Option<Instant>) -> Result<KeyDraft, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut told = |field: &str, message: String| {
            problems.push(FieldProblem::new(field, message));
        };
        let name = key_name(&self.name).unwrap_or_else(|bad| {
            told(
                "name",
                match bad {
                    BadKeyName::Empty => {
                        "Give the key a name that says where it is used.".to_owned()
                    }
                    BadKeyName::Long | BadKeyName::Control => {
                        format!("Use at most {KEY_NAME_LENGTH} characters on one line.")
                    }
                },
            );
            String::new()
        });
        let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(|s| self.has(*s)).collect();
        if scopes.is_empty() {
            told("scopes", "Tick at least one thing the key may do.".to_owned());
        }
        let expires_at = expiry(self.expires.trim(), now, kept).unwrap_or_else(|message| {
            told("expires", message);
            None
        });
        let addresses = list(&self.addresses, address).unwrap_or_else(|message| {
            told("addresses", message);
            Vec::new()
        });
        let origins = list(&self.origins, origin).unwrap_or_else(|message| {
            told("origins", message);
            Vec::new()
        });
        if problems.is_empty() {
            let code = self.code.trim().to_owned();
            Ok(KeyDraft { name, scopes, expires_at, addresses, origins, code })
        } else {
            Err(problems)
        }
    }
}

fn ticked(scopes: &[Scope]) -> BTreeMap<String, String> {
    scopes.iter().map(|scope| (scope.as_str().to_owned(), "on".to_owned())).collect()
}

/// The end that `text` names: the end of its last day, or so many days from now.
fn expiry(text: &str, now: Instant, kept: Option<Instant>) -> Result<Option<Instant>, String> {
    let wrong = || "Choose never, a number of days up to 3650, or a day such as 2027-05-17.";
    match text {
        "never" | "" => return Ok(None),
        KEEP => return Ok(kept),
        _ => {}
    }
    if let Ok(days) = text.parse::<u16>() {
        let fits = (1..=3650).contains(&days);
        return if fits {
            Ok(Some(now + TimeDelta::days(days.into())))
        } else {
            Err(wrong().into())
        };
    }
    let day: NaiveDate = text.parse().map_err(|_| wrong())?;
    let end =
        day.succ_opt().and_then(|next| next.and_hms_opt(0, 0, 0)).ok_or_else(wrong)?.and_utc();
    match end > now {
        true => Ok(Some(end)),
        false => Err("That day is over; choose a later one.".to_owned()),
    }
}

/// Each entry of a list, made plain by `entry`.
fn list(text: &str, entry: impl Fn(&str) -> Result<String, String>) -> Result<Vec<String>, String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    let entries = parts.map(entry).collect::<Result<Vec<_>, _>>()?;
    match entries.len() <= KEY_LIST_LENGTH {
        true => Ok(entries),
        false => Err(format!("List at most {KEY_LIST_LENGTH}.")),
    }
}

fn address(text: &str) -> Result<String, String> {
    let wrong = || format!("“{}” is no address such as 203.0.113.7 or 203.0.113.0/24.", clip(text));
    key_address(text).map(|_| text.to_owned()).ok_or_else(wrong)
}

fn origin(text: &str) -> Result<String, String> {
    let wrong = || format!("“{}” is no origin such as https://www.example.org.", clip(text));
    key_origin(text).ok_or_else(wrong)
}

/// At most 40 characters, for quoting what somebody typed.
fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        "2026-05-17T12:00:00Z".parse().expect("an instant")
    }

    fn fields(form: &KeyForm) -> Vec<String> {
        form.read(now(), None).expect_err("is wrong").into_iter().map(|p| p.field).collect()
    }

    #[test]
    fn a_full_form_becomes_a_draft() {
        let form = KeyForm {
            name: " Website ".to_owned(),
            expires: "30".to_owned(),
            addresses: "203.0.113.0/24, ::1".to_owned(),
            origins: "HTTPS://Example.org/\nhttp://localhost:3000".to_owned(),
            ..KeyForm::fresh()
        };
        let draft = form.read(now(), None).expect("is right");
        assert_eq!(draft.name, "Website");
        assert_eq!(draft.scopes, [Scope::MatchesRead, Scope::StreamConnect]);
        assert_eq!(draft.expires_at, Some(now() + TimeDelta::days(30)));
        assert_eq!(draft.addresses, ["203.0.113.0/24", "::1"]);
        assert_eq!(draft.origins, ["https://example.org", "http://localhost:3000"]);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let form = KeyForm {
            name: "  ".to_owned(),
            expires: "2026-05-16".to_owned(),
            addresses: "203.0.113.0/33".to_owned(),
            origins: "example.org".to_owned(),
            ..KeyForm::default()
        };
        assert_eq!(fields(&form), ["name", "scopes", "expires", "addresses", "origins"]);
    }

    #[test]
    fn a_key_without_an_end_stays_without_one() {
        let form =
            KeyForm { name: "a".to_owned(), expires: "never".to_owned(), ..KeyForm::fresh() };
        assert_eq!(form.read(now(), None).expect("is right").expires_at, None);
        for days in ["0", "3651", "soon"] {
            assert_eq!(fields(&KeyForm { expires: days.to_owned(), ..form.clone() }), ["expires"]);
        }
    }

    #[test]
    fn a_key_may_be_used_to_the_end_of_its_last_day() {
        let form =
            KeyForm { name: "a".to_owned(), expires: "2026-05-17".to_owned(), ..KeyForm::fresh() };
        let end: Instant = "2026-05-18T00:00:00Z".parse().expect("an instant");
        assert_eq!(form.read(now(), None).expect("is right").expires_at, Some(end));
    }

    #[test]
    fn a_line_break_or_a_long_name_is_refused() {
        for name in ["a\nb".to_owned(), "x".repeat(81)] {
            assert_eq!(fields(&KeyForm { name, ..KeyForm::fresh() }), ["name"]);
        }
    }
}
