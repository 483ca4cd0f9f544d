//! Where the sockets of a service are.

use super::super::CliError;

/// A service, and the application or key to connect with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// What to connect to.
    pub(super) socket: String,
    /// What to call it.
    pub(super) service: String,
}

impl Address {
    /// The sockets of the service at `url`, an address of the web or of sockets.
    pub(super) fn read(url: &str, key: &str) -> Result<Self, CliError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if key.is_empty() || !key.chars().all(plain) {
            let mend = "write the public id of a key or the key of the application";
            return Err(CliError::Usage(format!("--key={key} cannot be used: {mend}")));
        }
        let refused = |mend| CliError::Usage(format!("--url={url} cannot be used: {mend}"));
        let scheme =
            "begin it with http://, https://, ws:// or wss://, such as https://scores.example";
        let uri: http::Uri = url.parse().map_err(|_| refused(scheme))?;
        let scheme = match uri.scheme_str() {
            Some("http" | "ws") => "ws",
            Some("https" | "wss") => "wss",
            Some(_) | None => return Err(refused(scheme)),
        };
        let host = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        if host.is_empty() || host.contains('@') {
            return Err(refused("write a host, and no user name before it"));
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(refused("leave out what follows the host"));
        }
        let service = format!("{scheme}://{host}");
        let client = concat!("client=bts-guru&version=", env!("CARGO_PKG_VERSION"));
        Ok(Self { socket: format!("{service}/app/{key}?protocol=7&{client}"), service })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_named_by_its_address_of_the_web_or_of_sockets() {
        for (url, service) in [
            ("http://127.0.0.1:8000", "ws://127.0.0.1:8000"),
            ("https://scores.example/", "wss://scores.example"),
            ("ws://[::1]:8000", "ws://[::1]:8000"),
            ("wss://scores.example", "wss://scores.example"),
        ] {
            let address = Address::read(url, "bts-guru").expect(url);
            assert_eq!(address.service, service);
            let path = "/app/bts-guru?protocol=7&client=bts-guru&version=";
            assert!(address.socket.starts_with(&format!("{service}{path}")), "{address:?}");
        }
    }

    #[test]
    fn what_names_no_service_or_no_key_is_refused_with_the_mend() {
        for (url, key, part) in [
            ("scores.example", "k", "begin it with http://"),
            ("ftp://scores.example", "k", "begin it with http://"),
            ("https://ana@scores.example", "k", "no user name"),
            ("https://scores.example/app", "k", "leave out what follows the host"),
            ("https://scores.example/?a=b", "k", "leave out what follows the host"),
            ("https://scores.example", "a/b", "--key=a/b cannot be used"),
            ("https://scores.example", "", "write the public id"),
        ] {
            match Address::read(url, key) {
                Err(CliError::Usage(line)) => assert!(line.contains(part), "{line}"),
                other => panic!("{url} {key}: {other:?}"),
            }
        }
    }
}
