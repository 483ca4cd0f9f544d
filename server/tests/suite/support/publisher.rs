//! The operator: publishes by the signed HTTP API, and signs private channels.

use super::{
    http::Reply,
    service::{Service, Start, service},
};
use live::{App, body_md5};
use serde_json::Value;

const SECRET: &str = "a secret of tests";

/// A service whose secret the operator knows.
pub fn operated() -> Start {
    known(service())
}

/// The same with settings of its own.
pub fn known(start: Start) -> Start {
    start.with("REVERB_APP_SECRET", SECRET)
}

pub struct Publisher {
    base: String,
    pub app: App,
    client: reqwest::Client,
}

impl Publisher {
    pub fn of(service: &Service) -> Self {
        Self::at(format!("http://{}", service.address()))
    }

    pub fn at(base: String) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        Self { base, app: App::new("bts-guru", SECRET), client: reqwest::Client::new() }
    }

    /// The signed query of a request, as this path is signed.
    pub fn query(&self, method: &str, path: &str, asked: &[(&str, &str)], body: &[u8]) -> String {
        let now = chrono::Utc::now().timestamp().to_string();
        self.query_at(method, path, asked, body, &now)
    }

    pub fn query_at(
        &self,
        method: &str,
        path: &str,
        asked: &[(&str, &str)],
        body: &[u8],
        now: &str,
    ) -> String {
        let md5 = body_md5(body);
        let mut pairs =
            vec![("auth_key", "bts-guru"), ("auth_timestamp", now), ("auth_version", "1.0")];
        pairs.extend(asked);
        if !body.is_empty() {
            pairs.push(("body_md5", &md5));
        }
        pairs.sort_unstable();
        let text: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let signature = self.app.sign(format!("{method}\n{path}\n{}", text.join("&")).as_bytes());
        pairs.push(("auth_signature", &signature));
        // Shuffled: the order is nobody's business.
        pairs.rotate_left(2);
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    pub async fn post(&self, what: &str, body: &Value) -> Reply {
        let (path, body) = (format!("/apps/1/{what}"), body.to_string());
        let query = self.query("POST", &path, &[], body.as_bytes());
        self.send("POST", &format!("{path}?{query}"), body).await
    }

    pub async fn get(&self, what: &str, asked: &[(&str, &str)]) -> Reply {
        let path = format!("/apps/1/{what}");
        let query = self.query("GET", &path, asked, b"");
        self.send("GET", &format!("{path}?{query}"), String::new()).await
    }

    pub async fn send(&self, method: &str, address: &str, body: String) -> Reply {
        let method = method.parse().expect("a method");
        let request = self.client.request(method, format!("{}{address}", self.base)).body(body);
        let reply = request.send().await.expect("answers");
        let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
        Reply { status, headers, text: reply.text().await.expect("has a body") }
    }
}
