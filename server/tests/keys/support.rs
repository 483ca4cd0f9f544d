//! A service in this process, an account, and callers.

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode},
};
use entity::{
    model::{AccountId, Scope},
    table::user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::Value;
use server::{
    accounts::keys::{ChangedBy, KeyDraft, Minted},
    app::AppState,
    config::{Config, Settings},
    http::{middleware::Stack, router::router},
};
use std::net::SocketAddr;
use tower::ServiceExt;

pub struct World {
    pub app: AppState,
    pub router: Stack,
    _data: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn fields(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str()).collect()
    }
}

impl World {
    pub async fn start() -> Self {
        Self::on("sqlite::memory:").await
    }

    pub async fn on(url: &str) -> Self {
        Self::with(url, &[]).await
    }

    /// One whose limits are switched off: they have tests of their own.
    pub async fn unlimited() -> Self {
        Self::with("sqlite::memory:", &[("API_RATE_LIMIT_ENABLED", "false")]).await
    }

    pub async fn with(url: &str, more: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().display().to_string();
        let settings = [
            ("SERVER_PORT", "0"),
            ("DATABASE_URL", url),
            ("DATA_DIR", &path),
            ("APP_KEY", "a key of tests, of 32 characters or more"),
        ];
        let settings = settings.iter().chain(more);
        let settings = settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings = Settings::from_parts(settings, "").unwrap();
        let app = AppState::open(Config::read(&settings).unwrap()).await.unwrap();
        let router = router(&app);
        Self { app, router, _data: data }
    }

    pub async fn account(&self, email: &str) -> AccountId {
        let row = user::ActiveModel {
            email: Set(email.to_owned()),
            password_hash: Set("none".to_owned()),
            verified_at: Set(Some(0)),
            is_admin: Set(false),
            plan: Set("free".to_owned()),
            totp_seed: Set(None),
            totp_used_step: Set(None),
            created_at: Set(0),
            disabled_at: Set(None),
            ..Default::default()
        };
        AccountId(row.insert(self.app.database.pool()).await.unwrap().id)
    }

    pub async fn key(&self, account: AccountId, scopes: &[Scope]) -> Minted {
        let draft =
            KeyDraft { name: "test".to_owned(), scopes: scopes.to_vec(), ..KeyDraft::default() };
        self.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap()
    }

    /// An account with a key that may do everything.
    pub async fn owner(&self, email: &str) -> (AccountId, Minted) {
        let account = self.account(email).await;
        let key = self.key(account, &Scope::ALL).await;
        (account, key)
    }

    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        call(&self.router, method, path, headers, body).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path, &[("authorization", &bearer(token))], Body::empty()).await
    }

    pub async fn send(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        let bearer = bearer(token);
        let headers = [("authorization", &*bearer), ("content-type", "application/json")];
        self.call(method, path, &headers, body.to_string()).await
    }
}

/// One request of some program, by REST.
pub async fn call(
    router: &Stack,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(body.into()).unwrap();
    let peer: SocketAddr = "203.0.113.7:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status, headers, body }
}

pub fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}
