//! The thin shell around the network.

use super::{
    Answer, Auth, Budget, ClientConfig, ClientConfigError, Counts, Failure, Query, UpstreamError,
    counts::Counter,
};
use bytes::{Bytes, BytesMut};
use entity::model::Instant;
use http::{HeaderMap, HeaderValue};
use reqwest::{Url, redirect::Policy};
use std::{error::Error as _, sync::Arc, time::Duration};

/// The longest body we take in, unpacked.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(10);

/// Asks one upstream API. Clones share the connections.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    http: reqwest::Client,
    base: Url,
    config: ClientConfig,
    counter: Counter,
}

impl Client {
    /// A client; asks nothing yet.
    pub fn new(config: ClientConfig) -> Result<Client, ClientConfigError> {
        let base = base_of(&config.base_url)?;
        let local = matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let mut builder = reqwest::Client::builder()
            .default_headers(signature(&config.auth)?)
            .redirect(Policy::none())
            .connect_timeout(config.timeout.min(CONNECT))
            .timeout(config.timeout)
            .pool_idle_timeout(Duration::from_secs(60));
        if local {
            builder = builder.no_proxy();
        }
        if base.scheme() == "http" {
            // Plain HTTP must work on a machine that has no certificates at all.
            builder = builder.tls_backend_preconfigured(no_roots()?);
        } else {
            // Refused where the process has a provider already, and that one serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let http = builder
            .build()
            .map_err(|error| ClientConfigError::Tls { detail: chain(&error.without_url()) })?;
        Ok(Client { shared: Arc::new(Shared { http, base, config, counter: Counter::default() }) })
    }

    /// Asks and opens the answer.
    ///
    /// One request, no repeats: when to ask again is for whoever holds the budget.
    pub async fn get(&self, query: &Query) -> Result<Answer, Failure> {
        let result = self.ask(query).await;
        self.shared.counter.note(result.as_ref().err().map(|failure| &failure.error));
        result
    }

    /// How often it was asked.
    pub fn counts(&self) -> Counts {
        self.shared.counter.read()
    }

    async fn ask(&self, query: &Query) -> Result<Answer, Failure> {
        let (status, headers, body) = self
            .fetch(query)
            .await
            .map_err(|error| self.hide_key(Failure { error, budget: Budget::default() }))?;
        Answer::open(status, &headers, body, Instant::from(std::time::SystemTime::now()))
            .map_err(|failure| self.hide_key(failure))
    }

    async fn fetch(&self, query: &Query) -> Result<(u16, HeaderMap, Bytes), UpstreamError> {
        let sent = self.shared.http.get(self.address(query)).send().await;
        let mut response = sent.map_err(|error| self.transport(error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.transport(error))? {
            if body.len() + chunk.len() > LONGEST_BODY {
                return Err(UpstreamError::TooLarge { limit: LONGEST_BODY });
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, headers, body.freeze()))
    }

    fn address(&self, query: &Query) -> Url {
        let mut url = self.shared.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(query.endpoint().split('/'));
        }
        if !query.params().is_empty() {
            url.query_pairs_mut().extend_pairs(query.params());
        }
        url
    }

    fn transport(&self, error: reqwest::Error) -> UpstreamError {
        if error.is_timeout() {
            UpstreamError::Timeout { after: self.shared.config.timeout }
        } else if error.is_body() || error.is_decode() {
            UpstreamError::NotJson { status: 200, detail: "the body broke off".to_owned() }
        } else {
            UpstreamError::Unreachable { detail: chain(&error.without_url()) }
        }
    }

    /// The upstream has been known to repeat what it was sent.
    fn hide_key(&self, failure: Failure) -> Failure {
        match self.shared.config.auth.key() {
            None => failure,
            Some(key) => Failure {
                error: failure.error.map_texts(|text| text.replace(key, "•••")),
                budget: failure.budget,
            },
        }
    }
}

fn base_of(base_url: &str) -> Result<Url, ClientConfigError> {
    let refuse = || ClientConfigError::BaseUrl { base_url: base_url.chars().take(200).collect() };
    let mut url = Url::parse(base_url.trim()).map_err(|_| refuse())?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !web || !url.username().is_empty() || url.password().is_some() {
        return Err(refuse());
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// The headers of every request; the direct host refuses any it does not expect.
fn signature(auth: &Auth) -> Result<HeaderMap, ClientConfigError> {
    let secret = |key: &str| {
        let mut value = HeaderValue::from_str(key).map_err(|_| ClientConfigError::Key)?;
        value.set_sensitive(true);
        if key.is_empty() { Err(ClientConfigError::Key) } else { Ok(value) }
    };
    let mut headers = HeaderMap::new();
    match auth {
        Auth::None => {}
        Auth::Direct { key } => {
            headers.insert("x-apisports-key", secret(key.expose())?);
        }
        Auth::Rapid { key, host } => {
            headers.insert("x-rapidapi-key", secret(key.expose())?);
            let refuse = || ClientConfigError::Host { host: host.chars().take(200).collect() };
            let value = HeaderValue::from_str(host).map_err(|_| refuse())?;
            if host.is_empty() {
                return Err(refuse());
            }
            headers.insert("x-rapidapi-host", value);
        }
    }
    Ok(headers)
}

fn no_roots() -> Result<rustls::ClientConfig, ClientConfigError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ClientConfigError::Tls { detail: error.to_string() })?;
    Ok(builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

/// An error and what is behind it, in one line.
fn chain(error: &reqwest::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line = format!("{line}: {cause}");
        source = cause.source();
    }
    line
}
