//! The job that a letter is: put in with whatever is the reason for it.

use super::emails::AccountEmail;
use crate::queue::{Job, Priority};
use serde::{Deserialize, Serialize};

/// Write one letter and send it. Put it in with the transaction that is the reason for it.
///
/// An attempt after one that went wrong writes the letter anew, with a link of its own: of several
/// that arrive, the last one holds the link that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMail {
    pub letter: AccountEmail,
    /// Where its links lead: to the process that was asked, which knows how it is reached.
    pub app_url: String,
}

impl Job for SendMail {
    const NAME: &'static str = "send_mail";
    const QUEUE: &'static str = "mail";
    /// A mail server may be away for hours.
    const MAX_ATTEMPTS: u32 = 20;
    const PRIORITY: Priority = Priority::High;
    const PRIVATE: bool = true;
}
