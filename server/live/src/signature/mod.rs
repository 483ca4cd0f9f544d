//! Pusher's signatures: HMAC-SHA256 with an application's secret, in hex.
//!
//! Sources: the pages on authorising channels, authenticating users, the HTTP API and webhooks of
//! Pusher Channels' documentation.

mod request;

pub use request::{BadSignature, Signed, body_md5};

use std::{fmt, sync::Arc};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// An application: the key that stands in addresses, and the secret that signs.
#[derive(Clone)]
pub struct App {
    key: Arc<str>,
    secret: Arc<str>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("key", &self.key).finish_non_exhaustive()
    }
}

impl App {
    /// The application of that key and secret.
    pub fn new(key: impl Into<Arc<str>>, secret: impl Into<Arc<str>>) -> Self {
        Self { key: key.into(), secret: secret.into() }
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The signature of a text, in hex.
    pub fn sign(&self, text: &[u8]) -> String {
        HEXLOWER.encode(&self.mac(text).finalize().into_bytes())
    }

    /// Whether this is the signature of a text. Takes as long whatever is wrong with it.
    pub fn signed(&self, text: &[u8], signature: &str) -> bool {
        let Ok(bytes) = HEXLOWER.decode(signature.as_bytes()) else { return false };
        self.mac(text).verify_slice(&bytes).is_ok()
    }

    /// What lets a socket listen to a private channel: the `auth` of `pusher:subscribe`.
    pub fn channel_auth(
        &self,
        socket_id: &str,
        channel: &str,
        channel_data: Option<&str>,
    ) -> String {
        format!(
            "{}:{}",
            self.key,
            self.sign(of_channel(socket_id, channel, channel_data).as_bytes())
        )
    }

    /// Whether an `auth` lets this socket listen to this channel.
    pub fn admits(
        &self,
        auth: &str,
        socket_id: &str,
        channel: &str,
        channel_data: Option<&str>,
    ) -> bool {
        self.proves(auth, &of_channel(socket_id, channel, channel_data))
    }

    /// Whether an `auth` of `pusher:signin` says who sits at this socket.
    pub fn knows(&self, auth: &str, socket_id: &str, user_data: &str) -> bool {
        self.proves(auth, &format!("{socket_id}::user::{user_data}"))
    }

    fn proves(&self, auth: &str, text: &str) -> bool {
        let Some((key, signature)) = auth.split_once(':') else { return false };
        key == &*self.key && self.signed(text.as_bytes(), signature)
    }

    fn mac(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.secret.as_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(text);
        mac
    }
}

fn of_channel(socket_id: &str, channel: &str, channel_data: Option<&str>) -> String {
    match channel_data {
        Some(data) => format!("{socket_id}:{channel}:{data}"),
        None => format!("{socket_id}:{channel}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        App::new("278d425bdf160c739803", "7ad3773142a6692b25b8")
    }

    #[test]
    fn signatures_are_those_of_the_documentation() {
        let auth = app().channel_auth("1234.1234", "private-foobar", None);
        let expected = "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";
        assert_eq!(auth, format!("278d425bdf160c739803:{expected}"));
        let data = r#"{"user_id":10,"user_info":{"name":"Mr. Channels"}}"#;
        let auth = app().channel_auth("1234.1234", "presence-foobar", Some(data));
        let expected = "31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80";
        assert_eq!(auth, format!("278d425bdf160c739803:{expected}"));
        let user =
            "278d425bdf160c739803:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba";
        assert!(app().knows(user, "1234.1234", r#"{"id":"12345"}"#));
    }

    #[test]
    fn another_key_socket_channel_or_data_is_another_signature() {
        let app = app();
        let auth = app.channel_auth("1.2", "presence-a", Some("{}"));
        assert!(app.admits(&auth, "1.2", "presence-a", Some("{}")));
        assert!(!app.admits(&auth, "1.3", "presence-a", Some("{}")));
        assert!(!app.admits(&auth, "1.2", "presence-b", Some("{}")));
        assert!(!app.admits(&auth, "1.2", "presence-a", Some("{ }")));
        assert!(!app.admits(&auth, "1.2", "presence-a", None));
        let other = App::new("other", "7ad3773142a6692b25b8");
        assert!(!other.admits(&auth, "1.2", "presence-a", Some("{}")));
        for bad in ["", ":", "278d425bdf160c739803:", "278d425bdf160c739803:zz", "no colon"] {
            assert!(!app.admits(bad, "1.2", "presence-a", Some("{}")), "{bad}");
        }
    }
}
