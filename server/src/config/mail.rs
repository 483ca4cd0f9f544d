//! How letters leave, and whom they are from.

use super::{ConfigError, Settings};
use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{self, AsyncSmtpTransportBuilder},
};

/// What mail needs to know.
#[derive(Clone)]
pub struct MailSettings {
    /// The mail server; `None` writes letters into the data folder.
    pub url: Option<String>,
    /// Whom letters are from; `None` is nobody at the host of the service.
    pub from: Option<Mailbox>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { url, from, reply_to } = self;
        f.debug_struct("MailSettings")
            .field("url", &url.as_ref().map(|_| "****"))
            .field("from", from)
            .field("reply_to", reply_to)
            .finish()
    }
}

impl MailSettings {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let url = settings.text("MAIL_URL");
        if let Some(url) = &url
            && smtp_server(url).is_err()
        {
            let mend = "write smtp://user:password@host:587 or smtps://user:password@host";
            return Err(ConfigError::new("MAIL_URL", url, mend));
        }
        let mailbox = |name| {
            let mend = "write an address, or a name and an address such as \
                        Scores <letters@scores.example>";
            settings.parse::<Mailbox>(name, mend)
        };
        Ok(Self { url, from: mailbox("MAIL_FROM")?, reply_to: mailbox("MAIL_REPLY_TO")? })
    }

    /// The host that letters travel to without any encryption, if it is another machine.
    pub fn in_the_clear(&self) -> Option<&str> {
        let rest = self.url.as_deref()?.strip_prefix("smtp://")?;
        // A user name makes TLS the rule; see [`smtp_server`].
        if rest.contains('@') || rest.contains("tls=") {
            return None;
        }
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let host = super::without_port(host);
        (!super::is_this_machine(host)).then_some(host)
    }
}

/// The server of a `MAIL_URL`. A password does not travel in the clear: an address that has one and
/// says nothing of TLS means STARTTLS.
pub fn smtp_server(url: &str) -> Result<AsyncSmtpTransportBuilder, smtp::Error> {
    let bare = url.starts_with("smtp://") && url.contains('@') && !url.contains("tls=");
    let url = match (bare, url.contains('?')) {
        (false, _) => url.to_owned(),
        (true, false) => format!("{url}?tls=required"),
        (true, true) => format!("{url}&tls=required"),
    };
    AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Result<MailSettings, ConfigError> {
        MailSettings::read(&Settings::from_parts([], file).expect("reads"))
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        let from = |text: &str| {
            let mail = read(&format!("MAIL_FROM='{text}'")).expect("is usable");
            mail.from.expect("is there").to_string()
        };
        assert_eq!(from("Scores <letters@scores.example>"), "Scores <letters@scores.example>");
        assert_eq!(from("letters@scores.example"), "letters@scores.example");
        assert!(read("MAIL_FROM=letters").is_err());
        assert!(read("MAIL_REPLY_TO='Scores <>'").is_err());
    }

    #[test]
    fn letters_in_the_clear_to_another_machine_are_noticed() {
        let clear = |url: &str| {
            let mail = read(&format!("MAIL_URL={url}")).expect("is usable");
            mail.in_the_clear().map(ToOwned::to_owned)
        };
        assert_eq!(clear("smtp://mail.example:25").as_deref(), Some("mail.example"));
        assert_eq!(clear("smtp://10.0.0.9").as_deref(), Some("10.0.0.9"));
        for safe in [
            "smtp://127.0.0.1:2525",
            "smtp://localhost:25",
            "smtp://[::1]:25",
            "smtp://mail.example?tls=required",
            "smtps://mail.example",
            "smtp://me:secret@mail.example",
        ] {
            assert_eq!(clear(safe), None, "{safe}");
        }
    }

    #[test]
    fn a_password_asks_for_tls_unless_the_address_says_otherwise() {
        let tls = |url: &str| {
            format!("{:?}", smtp_server(url).expect("is an address")).contains("Required")
        };
        assert!(tls("smtp://me:secret@mail.example.com:587"));
        assert!(!tls("smtp://me:secret@mail.example.com?tls=opportunistic"));
        assert!(!tls("smtp://127.0.0.1:2525"));
        assert!(smtp_server("smtp://me:secret@mail.example.com?tls=maybe").is_err());
        assert!(smtp_server("smtp://").is_err());
    }
}
