//! Passwords: which are taken.

use std::{collections::HashSet, fmt, sync::LazyLock};

/// Fewest and most characters.
const FEWEST: usize = 8;
const MAX_CHARS: usize = 256;

/// The passwords people choose most, eight characters and more.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// A password somebody typed. Never shown, never logged.
#[derive(Clone)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(****)")
    }
}

impl Password {
    /// What was typed, as it was typed.
    pub fn typed(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether it may be chosen by the owner of `email`: long enough, and not the first thing that
    /// somebody else would try. Nothing is said about which characters it has.
    pub fn check(&self, email: &str) -> Result<(), &'static str> {
        let length = self.0.chars().count();
        if length < FEWEST {
            return Err("Use at least 8 characters; 15 or more are better.");
        }
        if length > MAX_CHARS {
            return Err("Use at most 256 characters.");
        }
        let lower = self.0.to_lowercase();
        let local = email.split('@').next().unwrap_or_default();
        if lower == email || lower == local {
            return Err("Use something other than your e-mail address.");
        }
        if COMMON.contains(lower.as_str()) {
            return Err("This is one of the most common passwords; choose another.");
        }
        Ok(())
    }

    /// For whoever hashes it.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<&'static str> {
        Password::typed(text).check("ana.b@example.com").err()
    }

    #[test]
    fn a_short_or_common_password_or_the_address_itself_is_refused() {
        for text in ["", "1234567", "password", "Password1", "QWERTYUIOP", "ana.b@example.com"] {
            assert!(refusal(text).is_some(), "{text}");
        }
        assert!(refusal(&"x".repeat(257)).is_some());
    }

    #[test]
    fn any_characters_do_and_long_ones_are_welcome() {
        for text in ["zvelte-kor", "        x", "пароль-мой-дом", &"sesame ".repeat(20)]
        {
            assert_eq!(refusal(text), None, "{text}");
        }
    }
}
