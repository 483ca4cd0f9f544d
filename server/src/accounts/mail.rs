//! Letters and the way they leave: by SMTP, else as files in the data folder.

use crate::config::Config;
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc};

/// One letter, ready to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Whom to.
    pub to: String,
    /// What about.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// A letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be written as a mail.
    #[error("the letter cannot be written: {0}")]
    Form(String),
    /// The server did not take it.
    #[error("the mail server did not take it: {0}")]
    Server(String),
    /// The file cannot be written.
    #[error("the letter cannot be kept as a file: {0}")]
    File(#[from] std::io::Error),
}

/// Takes letters. A queue may stand before it.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Send one.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// The outbox of a configuration, and the folder letters land in where there is no server.
pub fn outbox(config: &Config) -> Result<(Arc<dyn Outbox>, Option<PathBuf>), String> {
    let host = config.bind.app_url.split("://").nth(1).unwrap_or_default();
    let host = host.split([':', '/']).next().unwrap_or_default();
    let named = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    let sender = format!("BTS Guru <no-reply@{}>", if named { host } else { "localhost" });
    let sender: Mailbox = sender.parse().map_err(|error| format!("{error}"))?;
    if let Some(url) = &config.accounts.mail_url {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| error.to_string())?
            .build();
        return Ok((Arc::new(Smtp { sender, transport }), None));
    }
    let folder = config.storage.data_dir.join("mail");
    Ok((Arc::new(Folder { sender, folder: folder.clone() }), Some(folder)))
}

fn letter(sender: &Mailbox, mail: Mail) -> Result<Message, MailError> {
    let to = mail.to.parse::<lettre::Address>().map_err(|e| MailError::Form(e.to_string()))?;
    Message::builder()
        .from(sender.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text)
        .map_err(|error| MailError::Form(error.to_string()))
}

/// Through a server.
struct Smtp {
    sender: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

#[async_trait]
impl Outbox for Smtp {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let letter = letter(&self.sender, mail)?;
        self.transport.send(letter).await.map_err(|error| MailError::Server(error.to_string()))?;
        Ok(())
    }
}

/// Into files, for installations without a mail server.
struct Folder {
    sender: Mailbox,
    folder: PathBuf,
}

#[async_trait]
impl Outbox for Folder {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let bytes = letter(&self.sender, mail)?.formatted();
        let folder = self.folder.clone();
        let name = format!("{}-{:08x}.eml", super::now(), rand::random::<u32>());
        tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join(name), bytes)
        })
        .await
        .map_err(|error| MailError::Form(error.to_string()))??;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_a_server_a_letter_becomes_a_file() {
        let folder = tempfile::tempdir().expect("makes a folder");
        let sender = "BTS Guru <no-reply@localhost>".parse().expect("is an address");
        let outbox = Folder { sender, folder: folder.path().join("mail") };
        let mail = Mail {
            to: "ana@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: "http://127.0.0.1:8000/verify?token=abc\n".to_owned(),
        };
        outbox.send(mail).await.expect("is kept");
        let file = std::fs::read_dir(folder.path().join("mail")).expect("is there").next();
        let text = std::fs::read_to_string(file.expect("is one").expect("is read").path());
        let text = text.expect("is text");
        assert!(text.contains("To: ana@example.com") && text.contains("Subject: Hello"), "{text}");
    }

    #[test]
    fn an_address_cannot_smuggle_headers_in() {
        let sender = "BTS Guru <no-reply@localhost>".parse().expect("is an address");
        let mail = Mail {
            to: "ana@example.com\r\nBcc: eve@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: String::new(),
        };
        assert!(letter(&sender, mail).is_err());
    }
}
