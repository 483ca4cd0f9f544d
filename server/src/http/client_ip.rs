//! Where a request comes from.

use crate::{app::AppState, audit::Origin, config::without_port};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, Uri, header, request::Parts, uri::Authority},
};
use ipnet::IpNet;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

/// Where a request comes from, as the audit log has it.
#[derive(Clone, Debug)]
pub struct Whence(pub Origin);

impl Whence {
    /// Of a request.
    pub fn of(app: &AppState, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let address = client(extensions, headers, &app.config.bind.trusted_proxies);
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self(Origin::of(address, agent))
    }
}

impl FromRequestParts<AppState> for Whence {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(app, &parts.extensions, &parts.headers))
    }
}

/// The client's address: the peer's, or, where the peer is a proxy of ours, the last one in
/// `X-Forwarded-For` that is not. What stands before that, anybody may have written.
pub fn client(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
    let ours = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    if !ours(&peer) {
        tell_once(peer, headers);
        return peer;
    }
    let values: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
    let mut client = peer;
    for hop in values.iter().rev().flat_map(|value| value.rsplit(',')) {
        let Some(address) = hop_address(hop.trim()) else { return client };
        client = address;
        if !ours(&client) {
            return client;
        }
    }
    client
}

/// Say once that a proxy may be missing from `TRUSTED_PROXIES`. All its visitors count as one, in
/// limits and at the door, and nothing else shows it.
fn tell_once(peer: IpAddr, headers: &HeaderMap) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.load(Relaxed)
        || !(headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded"))
        || TOLD.swap(true, Relaxed)
    {
        return;
    }
    tracing::warn!(
        "{peer} says whom it forwards for and is no trusted proxy, so all it forwards for count as \
         one visitor; if it is your proxy, set TRUSTED_PROXIES={peer} and let it send \
         X-Forwarded-For (this is said once)"
    );
}

/// The host that a request asks for, without a port; in HTTP/2 it is part of the address. Nothing but
/// what a host may be made of, so that it may stand in a header of ours.
pub fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = without_port(named.or_else(|| uri.authority().map(Authority::as_str))?);
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let fits = match bare {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(plain),
    };
    fits.then_some(host)
}

/// An address, perhaps with a port behind it.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().ok();
    let address = address.or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(peer: &str, forwarded: &[&str]) -> String {
        let mut extensions = Extensions::new();
        let peer: SocketAddr = peer.parse().expect("an address");
        extensions.insert(ConnectInfo(peer));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a value"));
        }
        let trusted = ["10.0.0.0/8".parse().expect("a range")];
        client(&extensions, &headers, &trusted).to_string()
    }

    #[test]
    fn a_peer_that_is_no_proxy_of_ours_cannot_choose_its_address() {
        assert_eq!(client_of("203.0.113.9:1", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn behind_our_proxies_the_last_foreign_address_counts() {
        assert_eq!(client_of("10.0.0.1:1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client_of("10.0.0.1:1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(client_of("10.0.0.1:1", &["1.1.1.1", "198.51.100.1:4711"]), "198.51.100.1");
    }

    #[test]
    fn what_cannot_be_read_leaves_the_last_address_that_could() {
        assert_eq!(client_of("10.0.0.1:1", &["nonsense"]), "10.0.0.1");
        assert_eq!(client_of("10.0.0.1:1", &[]), "10.0.0.1");
        assert_eq!(client_of("[::ffff:203.0.113.9]:1", &[]), "203.0.113.9");
    }

    #[test]
    fn a_host_that_could_be_more_than_a_host_is_none() {
        let named = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, text.parse().expect("a value"));
            host(&headers, &Uri::from_static("/")).map(ToOwned::to_owned)
        };
        assert_eq!(named("scores.example:8000").as_deref(), Some("scores.example"));
        assert_eq!(named("[::1]:8000").as_deref(), Some("[::1]"));
        for odd in ["a;script-src *", "a b", "*", "", "[a]", "a,b", "'self'"] {
            assert_eq!(named(odd), None, "{odd}");
        }
        let far = Uri::from_static("https://scores.example/live");
        assert_eq!(host(&HeaderMap::new(), &far), Some("scores.example"));
    }
}
