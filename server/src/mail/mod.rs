//! Mail: what one is, and the one way it leaves, by SMTP or, without a server, as a file.
//!
//! Only the worker of the queue sends, as the job `send_mail`.

mod mailer;
mod message;

pub use mailer::{Accepted, MailError, Mailer, MailerError, folder};
pub use message::Mail;
