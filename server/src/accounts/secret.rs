//! The application's own key, random words, and hashes of both.

use crate::{config::Config, store::private};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256, Sha512};
use std::{
    fmt,
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

/// The key under which cookies are signed, addresses are hashed and secrets are sealed, and those it
/// had before: what they did still holds, and nothing new is done with them.
#[derive(Clone)]
pub struct AppKey {
    own: Arc<[u8]>,
    /// Former ones, newest first.
    former: Arc<[String]>,
}

/// There is no key that can be used; one sentence says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum AppKeyError {
    /// Several processes may need the same one, and none is set.
    #[error(
        "APP_KEY=null cannot be used: {why}, so several processes may serve the same people and must \
         sign with the same key; set APP_KEY to {mend}"
    )]
    Shared {
        /// What lets several processes be one service.
        why: &'static str,
        /// A value that would do.
        mend: String,
    },
    /// The key in the data folder cannot be read or made.
    #[error("the key that signs cookies cannot be kept: {0}; set APP_KEY or DATA_DIR")]
    Kept(#[from] std::io::Error),
}

/// What was sealed.
pub struct Opened {
    pub text: String,
    /// It was sealed under a former key: seal it anew.
    pub stale: bool,
}

/// In front of what is sealed, so that it is told from plain text.
const SEALED: &str = "sealed:1:";

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(****)")
    }
}

impl AppKey {
    /// What is wrong with the setting, before anything is opened or made.
    pub fn check(config: &Config) -> Result<(), AppKeyError> {
        match &config.accounts.app_key {
            Some(_) => Ok(()),
            None => alone(config),
        }
    }

    /// `APP_KEY`, else the key kept in the data folder, made on first use. A service whose database
    /// lives in memory keeps nothing, its key included. Where several processes may share what is
    /// signed, no key is made: each would have one of its own.
    pub fn load(config: &Config) -> Result<Self, AppKeyError> {
        let own = match &config.accounts.app_key {
            Some(key) => key.as_bytes().into(),
            None => made(config)?,
        };
        Ok(Self { own, former: config.accounts.previous_keys.as_slice().into() })
    }

    /// Every key whose work still holds, the one in use first.
    pub fn each(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(&*self.own).chain(self.former.iter().map(String::as_bytes))
    }

    /// What cookies of before are signed with, newest first.
    pub fn previous_cookie_keys(&self) -> Vec<[u8; 64]> {
        self.each().skip(1).map(cookie_key).collect()
    }

    /// Encrypt a text for one purpose, such as the seed of one account: it opens for no other.
    pub fn seal(&self, purpose: &str, text: &str) -> String {
        let mut nonce = [0; NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut bytes = text.as_bytes().to_vec();
        sealing(&self.own)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut bytes,
            )
            .expect("a short text is never too long to seal");
        format!("{SEALED}{}", BASE64URL_NOPAD.encode(&[nonce.as_slice(), &bytes].concat()))
    }

    /// Decrypt what was sealed for this purpose, under this key or a former one.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Opened> {
        let bytes = BASE64URL_NOPAD.decode(sealed.strip_prefix(SEALED)?.as_bytes()).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let open = |key: &[u8]| {
            let mut bytes = sealed.to_vec();
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let aad = Aad::from(purpose.as_bytes());
            let text = sealing(key).open_in_place(nonce, aad, &mut bytes).ok()?;
            String::from_utf8(text.to_vec()).ok()
        };
        if let Some(text) = open(&self.own) {
            return Some(Opened { text, stale: false });
        }
        let former = self.former.iter().find_map(|key| open(key.as_bytes()));
        former.map(|text| Opened { text, stale: true })
    }

    /// 64 bytes to sign cookies with.
    pub fn cookie_key(&self) -> [u8; 64] {
        cookie_key(&self.own)
    }

    /// A key that is known; for tests.
    #[cfg(test)]
    pub fn of(key: &str) -> Self {
        Self { own: key.as_bytes().into(), former: Arc::default() }
    }

    /// The same as [`AppKey::mark`], half as long, as a number.
    pub fn number(&self, purpose: &str, text: &str) -> u128 {
        let mark = self.mark(purpose, text);
        u128::from_str_radix(&mark[..32], 16).expect("a mark is hex")
    }

    /// A hash that nobody without the key can work out, in hex.
    pub fn mark(&self, purpose: &str, text: &str) -> String {
        mark(&self.own, purpose, text)
    }

    /// The same, and then what it was under each key of before.
    pub fn marks(&self, purpose: &str, text: &str) -> Vec<String> {
        self.each().map(|key| mark(key, purpose, text)).collect()
    }
}

fn cookie_key(key: &[u8]) -> [u8; 64] {
    let mut hash = Sha512::new();
    hash.update(b"cookie:");
    hash.update(key);
    hash.finalize().into()
}

fn mark(key: &[u8], purpose: &str, text: &str) -> String {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(purpose.as_bytes());
    mac.update(b":");
    mac.update(text.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// The cipher of a key: its own key is derived, so that no two uses share one.
fn sealing(key: &[u8]) -> LessSafeKey {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(b"seal:");
    let derived = mac.finalize().into_bytes();
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &derived).expect("the cipher takes 32 bytes"))
}

/// Refuse to go without a key of one's own where several processes may need the same.
fn alone(config: &Config) -> Result<(), AppKeyError> {
    let why = match (config.storage.database_url.starts_with("sqlite:"), &config.redis) {
        (false, _) => "DATABASE_URL names a server",
        (true, Some(_)) => "Redis is set",
        (true, None) => return Ok(()),
    };
    let file = config.storage.data_dir.join("app.key");
    let kept = file.exists().then(|| format!("what {} holds", file.display()));
    let mend = kept.unwrap_or_else(|| "what `openssl rand -base64 48` prints".to_owned());
    Err(AppKeyError::Shared { why, mend })
}

/// The key of an installation that was given none.
fn made(config: &Config) -> Result<Arc<[u8]>, AppKeyError> {
    alone(config)?;
    if config.storage.database_url.contains(":memory:") {
        return Ok(token().as_bytes().into());
    }
    Ok(kept(&config.storage.data_dir)?)
}

fn kept(folder: &Path) -> std::io::Result<Arc<[u8]>> {
    use std::os::unix::fs::OpenOptionsExt;
    private::folder(folder)?;
    let path = folder.join("app.key");
    let fresh = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    match fresh {
        Ok(mut file) => file.write_all(token().as_bytes())?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let mut text = String::new();
    std::fs::File::open(&path)?.read_to_string(&mut text)?;
    let text = text.trim();
    if text.len() < 32 {
        let why = format!("{} holds no key; remove it and a new one is made", path.display());
        return Err(std::io::Error::other(why));
    }
    Ok(text.as_bytes().into())
}

/// 256 random bits as a word for URLs.
pub fn token() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// SHA-256 in hex; for what is random enough to need no more.
pub fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("makes a folder");
        let first = kept(folder.path()).expect("makes one");
        let second = kept(folder.path()).expect("reads it");
        assert_eq!(first, second);
    }

    fn app_key(own: &str, former: &[&str]) -> AppKey {
        let former = former.iter().map(|key| (*key).to_owned()).collect();
        AppKey { own: own.as_bytes().into(), former }
    }

    #[test]
    fn marks_differ_by_purpose_and_key() {
        let (one, two) = (app_key("one", &[]), app_key("two", &[]));
        assert_ne!(one.mark("address", "x"), one.mark("other", "x"));
        assert_ne!(one.mark("address", "x"), two.mark("address", "x"));
    }

    #[test]
    fn a_key_knows_what_those_before_it_marked_and_signed() {
        let (before, now) = (app_key("one", &[]), app_key("two", &["one", "none"]));
        assert_eq!(now.marks("address", "x")[0], now.mark("address", "x"));
        assert_eq!(now.marks("address", "x")[1], before.mark("address", "x"));
        assert_eq!(now.previous_cookie_keys()[0], before.cookie_key());
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_under_its_key_alone() {
        let (one, two) = (app_key("one", &[]), app_key("two", &[]));
        let sealed = one.seal("seed:1", "JBSWY3DP");
        assert!(!sealed.contains("JBSWY3DP") && sealed != one.seal("seed:1", "JBSWY3DP"));
        let opened = one.open("seed:1", &sealed).expect("opens");
        assert_eq!((opened.text.as_str(), opened.stale), ("JBSWY3DP", false));
        assert!(one.open("seed:2", &sealed).is_none() && two.open("seed:1", &sealed).is_none());
        assert!(one.open("seed:1", "JBSWY3DP").is_none());
        let mut broken = sealed.clone();
        broken.pop();
        assert!(one.open("seed:1", &broken).is_none());
        let turned = app_key("two", &["one"]);
        let opened = turned.open("seed:1", &sealed).expect("opens under a former key");
        assert!(opened.stale && opened.text == "JBSWY3DP");
    }
}
