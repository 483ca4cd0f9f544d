//! The application that sockets connect to.

use super::{ConfigError, Settings};

/// What Pusher clients are configured with.
#[derive(Clone, Debug)]
pub struct Realtime {
    /// Its number, in the path of the HTTP API.
    pub app_id: String,
    /// Its public key, in the path of the socket.
    pub app_key: String,
    /// Signs its HTTP API.
    pub app_secret: Option<String>,
    /// A port of its own.
    pub port: Option<u16>,
    /// What stands before `/app` and `/apps` in addresses, such as `/ws`; empty where nothing does.
    pub path: String,
    /// Where its application is told of channels by webhooks.
    pub webhook: Option<String>,
    /// Whether listeners of its own channels are told how many they are.
    pub counts: bool,
    /// The host that browsers reach it by, if not the page's.
    pub host: Option<String>,
}

impl Realtime {
    /// Where a page connects to besides its own address, as a content policy says it: the host set
    /// for sockets, or the page's own.
    pub fn sources(&self, page_host: &str) -> String {
        let place = match (&self.host, self.port) {
            (None, None) => return String::new(),
            (Some(host), None) => host.clone(),
            (host, Some(port)) => format!("{}:{port}", host.as_deref().unwrap_or(page_host)),
        };
        format!(" ws://{place} wss://{place}")
    }

    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let app_id: String = settings.require("REVERB_APP_ID", "write a number such as 1")?;
        // The official Python client takes nothing but digits.
        if !app_id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ConfigError::new("REVERB_APP_ID", &app_id, "write a number such as 1"));
        }
        let app_key: String =
            settings.require("REVERB_APP_KEY", "write a word such as bts-guru")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !app_key.chars().all(plain) {
            let mend = "use letters, digits, - and _ only, as it stands in a URL";
            return Err(ConfigError::new("REVERB_APP_KEY", &app_key, mend));
        }
        let path = settings.text("REVERB_SERVER_PATH").unwrap_or_default();
        let path = path.trim_matches('/');
        if !path.chars().all(|c| plain(c) || c == '/') {
            let mend = "write a path such as /ws, of letters, digits, - and _";
            return Err(ConfigError::new("REVERB_SERVER_PATH", path, mend));
        }
        let app_secret = settings.text("REVERB_APP_SECRET");
        let webhook = settings.address("REVERB_WEBHOOK_URL")?;
        if let (Some(url), None) = (&webhook, &app_secret) {
            let mend =
                "set REVERB_APP_SECRET as well, by which your application knows who tells it";
            return Err(ConfigError::new("REVERB_WEBHOOK_URL", url, mend));
        }
        Ok(Self {
            path: if path.is_empty() { String::new() } else { format!("/{path}") },
            app_id,
            app_key,
            app_secret,
            port: settings
                .parse("REVERB_PORT", "write a port from 1 to 65535")?
                .map(std::num::NonZeroU16::get),
            host: settings.host("REVERB_HOST")?,
            webhook,
            counts: settings.require("REVERB_APP_SUBSCRIPTION_COUNT", "write true or false")?,
        })
    }
}
