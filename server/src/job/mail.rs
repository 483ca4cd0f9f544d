//! What a mail is and who sends it.

use serde::{Deserialize, Serialize};

/// One mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The whole of it as plain text.
    pub text: String,
    /// The whole of it as HTML.
    pub html: Option<String>,
}

/// A mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may be tried again.
    #[error("the mail was not sent yet: {0}")]
    Later(String),
    /// It can never be sent.
    #[error("the mail cannot be sent: {0}")]
    Never(String),
}

/// Sends mails.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync {
    /// Hand a mail over; afterwards it is someone else's to deliver.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
