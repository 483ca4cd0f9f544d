//! Passwords: which are taken, and how they are kept.

use super::turns::Turns;
use crate::limit::Network;
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, LazyLock},
    time::Duration,
};

/// Memory of one hash in KiB; OWASP's least.
const MEMORY: u32 = 19_456;
/// Passes.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Hashes worked out at once: each needs its own memory and a core, and half of the cores are left
/// to everything else.
static AT_ONCE: LazyLock<usize> = LazyLock::new(|| {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
});
/// Hashes of one network that wait; the next is told to come again.
const WAITING: usize = 16;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// Fewest and most characters.
const FEWEST: usize = 8;
const MOST: usize = 256;

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
        if length > MOST {
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
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many of the same network are being hashed, or too many of all.
    #[error("too many passwords are compared at this moment")]
    Busy,
    /// The work itself failed.
    #[error("the password could not be hashed: {0}")]
    Failed(String),
}

/// What comes of checking a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the one.
    Wrong,
    /// It is.
    Right,
    /// It is, and was hashed with less than is asked for today.
    RightButWeak,
}

/// Hashes passwords, a few at a time, each network in its turn.
#[derive(Clone)]
pub struct Hasher {
    turns: Turns,
    /// In whose line this one stands.
    line: Arc<str>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { turns: Turns::new(*AT_ONCE, WAITING), line: "the service itself".into() }
    }
}

impl Hasher {
    /// The same, in the line of a network.
    #[must_use]
    pub fn of(&self, network: Network) -> Self {
        Self { turns: self.turns.clone(), line: network.to_string().into() }
    }

    /// The password as it is kept: argon2id in PHC form.
    pub async fn hash(&self, password: Password) -> Result<String, HashError> {
        self.work(move || hash(&password)).await?
    }

    /// Compare with what is kept. `None` takes as long and is always wrong.
    pub async fn verify(
        &self,
        password: Password,
        kept: Option<String>,
    ) -> Result<Verdict, HashError> {
        self.work(move || match kept {
            Some(kept) => verify(&password, &kept),
            None => {
                // A hash is worked out and thrown away, so that an unknown address takes as long.
                hash(&password)?;
                Ok(Verdict::Wrong)
            }
        })
        .await?
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire(&self.line))
            .await
            .map_err(|_| HashError::Busy)?
            .map_err(|_| HashError::Busy)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .map_err(|error| HashError::Failed(error.to_string()))
    }
}

fn argon() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password) -> Result<String, HashError> {
    let salt = SaltString::generate(&mut OsRng);
    Ok(argon()?.hash_password(password.0.as_bytes(), &salt).map_err(failed)?.to_string())
}

fn verify(password: &Password, kept: &str) -> Result<Verdict, HashError> {
    let parsed = PasswordHash::new(kept).map_err(failed)?;
    if argon()?.verify_password(password.0.as_bytes(), &parsed).is_err() {
        return Ok(Verdict::Wrong);
    }
    let number = |name: &str| parsed.params.get_decimal(name).unwrap_or(0);
    let strong = parsed.algorithm.as_str() == "argon2id"
        && number("m") >= MEMORY
        && number("t") >= PASSES
        && number("p") >= LANES;
    Ok(if strong { Verdict::Right } else { Verdict::RightButWeak })
}

fn failed(error: impl fmt::Display) -> HashError {
    HashError::Failed(error.to_string())
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

    #[tokio::test]
    async fn a_hash_is_argon2id_with_at_least_what_owasp_asks() {
        let hasher = Hasher::default();
        let kept = hasher.hash(Password::typed("correct horse")).await.expect("hashes");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let check =
            |text: &str, kept: &str| hasher.verify(Password::typed(text), Some(kept.to_owned()));
        assert_eq!(check("correct horse", &kept).await.expect("verifies"), Verdict::Right);
        assert_eq!(check("correct horsf", &kept).await.expect("verifies"), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_weaker_hash_is_told_apart() {
        let params = Params::new(8_192, 1, 1, None).expect("are valid");
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = SaltString::generate(&mut OsRng);
        let kept = weak.hash_password(b"correct horse", &salt).expect("hashes").to_string();
        let verdict = Hasher::default().verify(Password::typed("correct horse"), Some(kept)).await;
        assert_eq!(verdict.expect("verifies"), Verdict::RightButWeak);
    }

    #[tokio::test]
    async fn no_account_means_wrong_however_good_the_password() {
        let verdict = Hasher::default().verify(Password::typed("correct horse"), None).await;
        assert_eq!(verdict.expect("verifies"), Verdict::Wrong);
    }
}
