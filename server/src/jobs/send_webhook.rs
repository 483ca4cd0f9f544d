//! Sending a webhook.

use super::Context;
use crate::{
    queue::{JobError, Run},
    realtime::SendWebhook,
};

impl Run for SendWebhook {
    type Context = Context;

    async fn run(self, context: &Context) -> Result<(), JobError> {
        let Some(receiver) = &context.webhooks else {
            return Err(JobError::discard("REVERB_WEBHOOK_URL names nobody to tell any more"));
        };
        let Err(why) = receiver.send(&self).await else { return Ok(()) };
        let age = chrono::Utc::now().timestamp_millis().saturating_sub(self.time_ms);
        let window = i64::try_from(SendWebhook::RETRY_WINDOW.as_millis()).unwrap_or(i64::MAX);
        if age < window { Err(JobError::retry(why)) } else { Err(JobError::discard(why)) }
    }
}
