//! Sending a mail.

use super::{Context, Mail, MailError};
use crate::queue::{Job, JobError, Priority};
use serde::{Deserialize, Serialize};

/// Send one mail. Put it in with the transaction that is the reason for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMail(pub Mail);

impl Job for SendMail {
    const NAME: &'static str = "send_mail";
    const QUEUE: &'static str = "mail";
    const PRIORITY: Priority = Priority::High;
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        match context.mailer.send(&self.0).await {
            Ok(()) => Ok(()),
            Err(error @ MailError::Later(_)) => Err(JobError::again(error.to_string())),
            Err(error @ MailError::Never(_)) => Err(JobError::give_up(error.to_string())),
        }
    }
}
