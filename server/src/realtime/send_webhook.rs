//! The job that a webhook is.

use crate::{config::Realtime, queue::Job};
use live::App;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// Tell the operator's application of some events. Sent anew until it is taken, for five minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendWebhook {
    /// The body, as it is signed.
    pub body: String,
    /// When it came up, in milliseconds since 1970.
    pub time_ms: i64,
}

impl SendWebhook {
    /// After this long it is not tried again.
    pub const RETRY_WINDOW: Duration = Duration::from_secs(300);

    /// One of these events.
    pub fn of(time_ms: i64, events: &[impl Serialize]) -> Self {
        Self { body: json!({ "time_ms": time_ms, "events": events }).to_string(), time_ms }
    }
}

impl Job for SendWebhook {
    const NAME: &'static str = "send_webhook";
    const QUEUE: &'static str = "webhooks";
    /// With waits that double from 2 s on, these are more than five minutes hold.
    const MAX_ATTEMPTS: u32 = 20;
    const TIMEOUT: Duration = Duration::from_secs(15);
}

/// The address of the operator's application, and the way to it.
#[derive(Clone, Debug)]
pub struct Receiver {
    url: String,
    signer: App,
    client: Result<reqwest::Client, String>,
}

impl Receiver {
    /// Whoever is to be told by the settings; nobody where they name none.
    pub fn of(config: &Realtime) -> Option<Self> {
        let signer = App::new(config.app_key.as_str(), config.app_secret.as_deref()?);
        Some(Self::new(config.webhook.clone()?, signer))
    }

    fn new(url: String, signer: App) -> Self {
        // Refused where the process has a provider already, and that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build();
        Self { url, signer, client: client.map_err(|error| error.to_string()) }
    }

    /// Send a webhook.
    ///
    /// # Errors
    /// Why it was not taken.
    pub async fn send(&self, webhook: &SendWebhook) -> Result<(), String> {
        let request = self.client.as_ref().map_err(Clone::clone)?.post(self.url.as_str());
        let request = request
            .header("content-type", "application/json")
            .header("x-pusher-key", self.signer.key())
            .header("x-pusher-signature", self.signer.sign(webhook.body.as_bytes()))
            .body(webhook.body.clone());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("the webhook's address answered {}", answer.status())),
            Err(error) => {
                Err(format!("the webhook's address does not answer: {}", error.without_url()))
            }
        }
    }
}
