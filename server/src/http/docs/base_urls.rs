//! Where clients find the sockets of this service.

use crate::config::Config;

/// Host, port, and whether TLS is spoken there.
pub(super) struct BaseUrls {
    pub host: String,
    pub port: String,
    pub tls: bool,
}

impl BaseUrls {
    /// As the configuration says it to the outside.
    pub(super) fn of(config: &Config) -> Self {
        let (realtime, app_url) = (&config.realtime, &config.bind.app_url);
        let tls = app_url.starts_with("https");
        let place = app_url.split_once("://").map_or(app_url.as_str(), |(_, rest)| rest);
        let place = place.trim_end_matches('/');
        let usual = if tls { "443" } else { "80" };
        let (host, port) = place.rsplit_once(':').unwrap_or((place, usual));
        Self {
            host: realtime.host.clone().unwrap_or_else(|| host.to_owned()),
            port: realtime.port.map_or_else(|| port.to_owned(), |port| port.to_string()),
            tls,
        }
    }
}
