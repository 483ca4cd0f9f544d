//! The application's own key, random words, and hashes of both.

use crate::config::Config;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha2::{Digest, Sha256, Sha512};
use std::{
    fmt,
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

/// The key under which cookies are signed and addresses are hashed.
#[derive(Clone)]
pub struct AppKey(Arc<[u8]>);

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(****)")
    }
}

impl AppKey {
    /// `APP_KEY`, else the key kept in the data folder, made on first use. A service whose database
    /// lives in memory keeps nothing, its key included.
    pub fn load(config: &Config) -> std::io::Result<Self> {
        if let Some(key) = &config.accounts.app_key {
            return Ok(Self(key.as_bytes().into()));
        }
        if config.storage.database_url.contains(":memory:") {
            return Ok(Self(token().as_bytes().into()));
        }
        kept(&config.storage.data_dir)
    }

    /// 64 bytes to sign cookies with.
    pub fn cookie_key(&self) -> [u8; 64] {
        let mut hash = Sha512::new();
        hash.update(b"cookie:");
        hash.update(&self.0);
        hash.finalize().into()
    }

    /// A key that is known; for tests.
    #[cfg(test)]
    pub fn of(key: &str) -> Self {
        Self(key.as_bytes().into())
    }

    /// The same as [`AppKey::mark`], half as long, as a number.
    pub fn number(&self, purpose: &str, text: &str) -> u128 {
        let mark = self.mark(purpose, text);
        u128::from_str_radix(&mark[..32], 16).expect("a mark is hex")
    }

    /// A hash that nobody without the key can work out, in hex.
    pub fn mark(&self, purpose: &str, text: &str) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(b":");
        mac.update(text.as_bytes());
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

fn kept(folder: &Path) -> std::io::Result<AppKey> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::create_dir_all(folder)?;
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
    Ok(AppKey(text.as_bytes().into()))
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
        assert_eq!(first.cookie_key(), second.cookie_key());
    }

    #[test]
    fn marks_differ_by_purpose_and_key() {
        let one = AppKey(b"one".as_slice().into());
        let two = AppKey(b"two".as_slice().into());
        assert_ne!(one.mark("address", "x"), one.mark("other", "x"));
        assert_ne!(one.mark("address", "x"), two.mark("address", "x"));
    }
}
