//! Where to listen and how to be reached.

use super::{ConfigError, Settings};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Addresses.
#[derive(Clone, Debug)]
pub struct Bind {
    /// Where to listen.
    pub address: SocketAddr,
    /// How the outside reaches the service, as browsers write an origin: host in small letters, no
    /// port where it is the scheme's own, no slash at the end.
    pub app_url: String,
    /// Whether that was said, or made up of where the service listens.
    pub app_url_is_set: bool,
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
        let said = origin(settings)?;
        let app_url_is_set = said.is_some();
        let app_url = said.unwrap_or_else(|| own_url(host, port));
        let trusted_proxies = settings.text("TRUSTED_PROXIES").unwrap_or_default();
        let trusted_proxies = trusted_proxies
            .split(',')
            .filter(|text| !text.trim().is_empty())
            .map(|text| {
                crate::net::ip_net(text).ok_or_else(|| {
                    let mend = "write addresses or ranges such as 10.0.0.0/8, with commas between";
                    ConfigError::new("TRUSTED_PROXIES", text, mend)
                })
            })
            .collect::<Result<Vec<IpNet>, ConfigError>>()?;
        let address = SocketAddr::new(host, port);
        Ok(Self { address, app_url, app_url_is_set, trusted_proxies })
    }

    /// Whether visitors reach the service on this very machine, as far as it was said.
    pub fn is_for_this_machine(&self) -> bool {
        is_this_machine(self.app_host())
    }

    /// The host that the service is reached by, without a port.
    pub fn app_host(&self) -> &str {
        let rest = self.app_url.split_once("://").map_or("", |(_, rest)| rest);
        without_port(rest)
    }
}

/// `APP_URL` as browsers write an origin: forms are compared with it letter by letter.
fn origin(settings: &Settings) -> Result<Option<String>, ConfigError> {
    let Some(text) = settings.address("APP_URL")? else { return Ok(None) };
    let refused = |mend: &str| ConfigError::new("APP_URL", &text, mend);
    let url: http::Uri = text.parse().map_err(|_| {
        refused("begin it with http:// or https://, such as https://scores.example")
    })?;
    if !matches!(url.path(), "" | "/") || url.query().is_some() {
        return Err(refused(
            "leave out what follows the host: the service is served from the root of its host",
        ));
    }
    let scheme = url.scheme_str().unwrap_or_default();
    let host = url.host().unwrap_or_default().to_ascii_lowercase();
    if url.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(refused("leave out the user name: visitors type none"));
    }
    let usual = if scheme == "https" { 443 } else { 80 };
    Ok(Some(match url.port_u16().filter(|port| *port != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }))
}

/// A host as it stands in a URL, without the port behind it.
pub fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

/// Whether the name of a host, without a port, is this very machine.
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn app_url(text: &str) -> Result<String, String> {
        let settings = Settings::from_parts([], &format!("APP_URL={text}")).expect("reads");
        Bind::read(&settings).map(|bind| bind.app_url).map_err(|error| error.to_string())
    }

    #[test]
    fn the_address_is_written_as_browsers_write_an_origin() {
        for (said, kept) in [
            ("https://Scores.Example", "https://scores.example"),
            ("https://scores.example:443/", "https://scores.example"),
            ("http://scores.example:80", "http://scores.example"),
            ("http://scores.example:443", "http://scores.example:443"),
            ("https://scores.example:8443/", "https://scores.example:8443"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ] {
            assert_eq!(app_url(said).as_deref(), Ok(kept), "{said}");
        }
    }

    #[test]
    fn an_address_below_the_root_of_its_host_is_refused_with_the_mend() {
        for said in
            ["https://scores.example/app", "https://scores.example/?a=b", "https://a@b.example"]
        {
            let line = app_url(said).expect_err("is refused");
            assert!(line.contains("APP_URL=") && line.contains("leave out"), "{line}");
        }
    }

    #[test]
    fn this_machine_has_several_names() {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::ffff:127.0.0.1"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["scores.example", "10.0.0.1", "localhost.example", ""] {
            assert!(!is_this_machine(host), "{host}");
        }
        assert_eq!(without_port("[::1]:8000"), "[::1]");
        assert_eq!(without_port("[::1]"), "[::1]");
        assert_eq!(without_port("a.example:1"), "a.example");
    }
}
