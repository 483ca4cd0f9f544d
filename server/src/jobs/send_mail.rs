//! Writing and sending a letter.

use super::Context;
use crate::{
    accounts::SendMail,
    mail::MailError,
    queue::{JobError, Run},
};

impl Run for SendMail {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let mail = self.letter.write(&context.database, &self.app_url).await?;
        let Some(mail) = mail else { return Ok(()) };
        match context.mailer.send(&mail).await {
            Ok(_) => Ok(()),
            Err(error @ MailError::Later(_)) => Err(JobError::retry(error.to_string())),
            Err(error @ MailError::Never(_)) => Err(JobError::discard(error.to_string())),
        }
    }
}
