//! Passwords: how they are kept.

use super::turns::{Lane, Room, Turn, Turns};
use crate::{credentials::Password, net::Network};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{SaltString, rand_core::OsRng},
};
use std::{
    fmt,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::sync::oneshot;

/// Memory of one hash in KiB; OWASP's least.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes worked out at once: each needs its own memory and a core, and half of the cores are left
/// to everything else.
static MAX_CONCURRENT: LazyLock<usize> = LazyLock::new(|| {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
});
/// Hashes of one network that wait; the next is told to come again.
const WAITING: usize = 16;
/// Registrations that wait, of all networks: what is worked off well within [`TURN_TIMEOUT`].
const REGISTRATIONS: usize = 64;
/// How long a request waits for its turn.
const TURN_TIMEOUT: Duration = Duration::from_secs(10);
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
    Right,
    /// It is, and was hashed with less than is asked for today.
    RightButWeak,
}

/// Hashes passwords, a few at a time, each network in its turn, and registrations after all others:
/// a crowd that signs up, from however many networks, is not what somebody who signs in waits for.
#[derive(Clone)]
pub struct Hasher {
    turns: Turns,
    /// In whose line this one stands.
    line: Arc<str>,
    lane: Lane,
}

/// A place in the line, which is left by dropping it.
#[must_use]
pub struct Place(oneshot::Receiver<Turn>);

impl Default for Hasher {
    fn default() -> Self {
        let room = Room { at_once: *MAX_CONCURRENT, line: WAITING, later: REGISTRATIONS };
        Self { turns: Turns::new(room), line: "the service itself".into(), lane: Lane::First }
    }
}

impl Hasher {
    /// The same, in the line of a network.
    #[must_use]
    pub fn of(&self, network: Network) -> Self {
        Self { turns: self.turns.clone(), line: network.to_string().into(), lane: self.lane }
    }

    /// The same, for somebody who registers.
    #[must_use]
    pub fn registering(&self) -> Self {
        Self { lane: Lane::Later, ..self.clone() }
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

    /// Stand in line before anything is paid for: who finds it full has lost nothing.
    pub fn stand(&self) -> Result<Place, HashError> {
        self.turns.stand(&self.line, self.lane).map(Place).map_err(|_| HashError::Busy)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        self.stand()?.work(work).await
    }
}

impl Place {
    /// See [`Hasher::hash`].
    pub async fn hash(self, password: Password) -> Result<String, HashError> {
        self.work(move || hash(&password)).await?
    }

    async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = tokio::time::timeout(TURN_TIMEOUT, self.0)
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
    Ok(argon()?.hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

fn verify(password: &Password, kept: &str) -> Result<Verdict, HashError> {
    let parsed = PasswordHash::new(kept).map_err(failed)?;
    if argon()?.verify_password(password.as_bytes(), &parsed).is_err() {
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
