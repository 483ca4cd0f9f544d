//! Where to listen and how to be reached.

use super::{ConfigError, Settings};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Addresses.
#[derive(Clone, Debug)]
pub struct Bind {
    /// Where to listen.
    pub address: SocketAddr,
    /// How the outside reaches the service; no slash at the end.
    pub app_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Bind {
    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let host: IpAddr = match settings.text("SERVER_HOST").as_deref() {
            Some("localhost") => Ipv4Addr::LOCALHOST.into(),
            Some(_) | None => settings
                .require("SERVER_HOST", "write an IP address such as 127.0.0.1 or 0.0.0.0")?,
        };
        let port: u16 = settings.require("SERVER_PORT", "write a port from 0 to 65535")?;
        let app_url = settings.address("APP_URL")?.unwrap_or_else(|| own_url(host, port));
        let trusted_proxies = settings.text("TRUSTED_PROXIES").unwrap_or_default();
        let trusted_proxies = trusted_proxies
            .split(',')
            .filter(|text| !text.trim().is_empty())
            .map(|text| {
                crate::accounts::keys::network(text).ok_or_else(|| {
                    let mend = "write addresses or ranges such as 10.0.0.0/8, with commas between";
                    ConfigError::new("TRUSTED_PROXIES", text, mend)
                })
            })
            .collect::<Result<Vec<IpNet>, ConfigError>>()?;
        Ok(Self { address: SocketAddr::new(host, port), app_url, trusted_proxies })
    }
}

/// How the service is reached on this machine; every address listened on includes the loopback.
fn own_url(host: IpAddr, port: u16) -> String {
    let host = match host {
        IpAddr::V4(host) if host.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(host) if host.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        named => named,
    };
    format!("http://{}", SocketAddr::new(host, port))
}
