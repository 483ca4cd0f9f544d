//! One mail, and how it is written on the wire.

use super::MailError;
use lettre::{
    Address, Message,
    message::{Mailbox, header::ContentType},
};
use std::fmt;

/// One mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    /// What about.
    pub subject: String,
    pub text: String,
}

impl fmt::Debug for Mail {
    /// The text holds links.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl Mail {
    /// As it travels.
    pub(super) fn compose(
        &self,
        sender: &Mailbox,
        reply_to: Option<&Mailbox>,
    ) -> Result<Message, MailError> {
        let unfit = |error: &dyn std::fmt::Display| MailError::Never(error.to_string());
        let to: Address = self.to.parse().map_err(|error| unfit(&error))?;
        let domain = sender.email.domain();
        let mut message = Message::builder().from(sender.clone());
        if let Some(reply_to) = reply_to {
            message = message.reply_to(reply_to.clone());
        }
        message
            .to(Mailbox::new(None, to))
            .subject(self.subject.clone())
            .message_id(Some(format!("<{:032x}@{domain}>", rand::random::<u128>())))
            .header(ContentType::TEXT_PLAIN)
            .body(self.text.clone())
            .map_err(|error| unfit(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_smuggle_headers_in() {
        let sender = "BTS Guru <no-reply@localhost>".parse().expect("is an address");
        let mail = Mail {
            to: "ana@example.com\r\nBcc: eve@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: String::new(),
        };
        assert!(matches!(mail.compose(&sender, None), Err(MailError::Never(_))));
    }
}
