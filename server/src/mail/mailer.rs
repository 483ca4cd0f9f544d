//! The way mails leave.

use super::Mail;
use crate::config::{Config, smtp_server};
use chrono::TimeDelta;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    address::AddressError,
    message::Mailbox,
    transport::smtp::{Error, response::Code},
};
use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How long the server may take for one step of the talk.
const SEND_TIMEOUT: Duration = Duration::from_secs(20);

/// There is no way for mails to leave.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The mail server's address cannot be used.
    #[error(transparent)]
    Server(#[from] Error),
    /// The service's own address makes no sender.
    #[error(transparent)]
    Sender(#[from] AddressError),
}

/// A mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may be tried again.
    #[error("the mail was not sent yet: {0}")]
    Later(String),
    /// It can never be sent.
    #[error("the mail cannot be sent: {0}")]
    Never(String),
}

/// Sends mails. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    sender: Mailbox,
    reply_to: Option<Mailbox>,
    way: Way,
}

/// What took a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// A mail server, and what it answered.
    Server(String),
    /// A file, where there is no mail server.
    File(PathBuf),
}

#[derive(Clone, Debug)]
enum Way {
    /// Through a server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into files, for installations without a mail server.
    Folder(PathBuf),
}

/// Where mails land when there is no mail server.
pub fn folder(config: &Config) -> Option<PathBuf> {
    config.mail.url.is_none().then(|| config.storage.data_dir.join("mail"))
}

impl Mailer {
    /// As the configuration says. Within a runtime, for connections are kept.
    pub fn open(config: &Config) -> Result<Self, MailerError> {
        let sender = match &config.mail.from {
            Some(from) => from.clone(),
            None => sender(&config.bind.app_url)?,
        };
        let reply_to = config.mail.reply_to.clone();
        let way = match (&config.mail.url, folder(config)) {
            (Some(url), _) => Way::Smtp(smtp_server(url)?.timeout(Some(SEND_TIMEOUT)).build()),
            (None, folder) => Way::Folder(folder.unwrap_or_default()),
        };
        Ok(Self { sender, reply_to, way })
    }

    /// Remove letters in files that are older than `age`; returns how many.
    pub async fn prune(&self, age: TimeDelta) -> io::Result<u64> {
        let Way::Folder(folder) = &self.way else { return Ok(0) };
        let folder = folder.clone();
        let before = SystemTime::now() - age.to_std().unwrap_or_default();
        tokio::task::spawn_blocking(move || forget(&folder, before))
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error)))
    }

    /// Hand a mail over; afterwards it is someone else's to deliver. Answers what took it.
    pub async fn send(&self, mail: &Mail) -> Result<Accepted, MailError> {
        let message = mail.compose(&self.sender, self.reply_to.as_ref())?;
        match &self.way {
            Way::Smtp(transport) => {
                let answer = transport.send(message).await.map_err(|error| classify(&error))?;
                let lines: Vec<&str> = answer.message().collect();
                Ok(Accepted::Server(format!("{} {}", answer.code(), lines.join(" "))))
            }
            Way::Folder(folder) => {
                let (folder, bytes) = (folder.clone(), message.formatted());
                let kept = tokio::task::spawn_blocking(move || keep(&folder, &bytes)).await;
                let kept = kept.unwrap_or_else(|error| Err(io::Error::other(error)));
                kept.map(Accepted::File).map_err(|error| MailError::Later(error.to_string()))
            }
        }
    }
}

/// Remove the letters of a folder that were written before `before`. Whatever else lies there stays.
fn forget(folder: &Path, before: SystemTime) -> io::Result<u64> {
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut gone = 0;
    for file in files {
        let file = file?;
        let letter = file.path().extension().is_some_and(|ending| ending == "eml");
        if letter && file.metadata()?.modified()? < before {
            std::fs::remove_file(file.path())?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Who our mails are from: nobody, at the host of the service where that has a name.
fn sender(app_url: &str) -> Result<Mailbox, AddressError> {
    let host = app_url.split("://").nth(1).unwrap_or_default();
    let host = host.split([':', '/']).next().unwrap_or_default();
    let named = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    let sender = format!("BTS Guru <no-reply@{}>", if named { host } else { "localhost" });
    sender.parse()
}

/// Whether another try may help. It may after anything but a refusal for good of this very mail:
/// what is wrong with our access (5.7.8 and its like) is ours to mend, and the mail waits for it.
fn classify(error: &Error) -> MailError {
    let access = |code: Code| [530, 534, 535, 538].contains(&u16::from(code));
    let why = error.to_string();
    match error.status() {
        Some(code) if error.is_permanent() && !access(code) => MailError::Never(why),
        Some(_) | None => MailError::Later(why),
    }
}

/// Write a file that only this user may read: mails carry secrets.
fn keep(folder: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    use std::{
        io::Write,
        os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    };
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let now = chrono::Utc::now().timestamp_millis();
    let path = folder.join(format!("{now}-{:08x}.eml", rand::random::<u32>()));
    let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    file?.write_all(bytes)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn without_a_server_a_mail_becomes_a_file_for_our_eyes_only() {
        let folder = tempfile::tempdir().expect("makes a folder");
        let sender = "BTS Guru <no-reply@localhost>".parse().expect("is an address");
        let way = Way::Folder(folder.path().join("mail"));
        let mailer = Mailer { sender, reply_to: None, way };
        let mail = Mail {
            to: "ana@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: "http://127.0.0.1:8000/verify?token=abc\n".to_owned(),
        };
        mailer.send(&mail).await.expect("is kept");
        let mut files = std::fs::read_dir(folder.path().join("mail")).expect("is there");
        let file = files.next().expect("is one").expect("is read").path();
        assert!(file.extension().is_some_and(|ending| ending == "eml") && files.next().is_none());
        let mode = std::fs::metadata(&file).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(file).expect("is text");
        assert!(text.contains("To: ana@example.com") && text.contains("Subject: Hello"), "{text}");
    }

    #[tokio::test]
    async fn letters_in_files_are_forgotten_in_their_time_and_nothing_else_is() {
        let folder = tempfile::tempdir().expect("makes a folder");
        let sender = "BTS Guru <no-reply@localhost>".parse().expect("is an address");
        let mailer = Mailer { sender, reply_to: None, way: Way::Folder(folder.path().to_owned()) };
        let eight_days = SystemTime::now() - Duration::from_secs(8 * 86_400);
        for name in ["old.eml", "old.txt", "new.eml"] {
            let file = std::fs::File::create(folder.path().join(name)).expect("is made");
            if name.starts_with("old") {
                file.set_modified(eight_days).expect("is dated back");
            }
        }
        let kept = entity::model::Kept::Letter.time();
        assert_eq!(mailer.prune(kept).await.expect("is read"), 1);
        assert!(!folder.path().join("old.eml").exists() && folder.path().join("old.txt").exists());
        assert!(folder.path().join("new.eml").exists());
    }

    #[test]
    fn mails_are_from_the_host_of_the_service_where_it_has_a_name() {
        let from = |url: &str| sender(url).expect("is an address").email.to_string();
        assert_eq!(from("https://bts.guru/app"), "no-reply@bts.guru");
        assert_eq!(from("http://127.0.0.1:8000"), "no-reply@localhost");
        assert_eq!(from("http://[::1]:8000"), "no-reply@localhost");
    }
}
