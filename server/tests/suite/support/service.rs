//! The service inside the test's own process, on a free port.

use super::http::Http;
use entity::{
    model::{AccountId, Scope},
    table::user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::{
    accounts::keys::{ChangedBy, KeyDraft},
    app::AppState,
    clock::Clock,
    config::{Config, Settings},
    runtime::Server,
};
use std::time::Duration;

/// How to start it.
pub struct Start {
    settings: Vec<(String, String)>,
    clock: Option<Clock>,
    every: Option<Duration>,
}

/// A service that no upstream feeds until told where one is.
pub fn service() -> Start {
    let settings = vec![
        ("SERVER_PORT".to_owned(), "0".to_owned()),
        ("DATABASE_URL".to_owned(), "sqlite::memory:".to_owned()),
        ("APP_KEY".to_owned(), "a key of tests, of 32 characters or more".to_owned()),
        // These tests ask as fast as they can; limits have tests of their own.
        ("API_RATE_LIMIT_ENABLED".to_owned(), "false".to_owned()),
    ];
    Start { settings, clock: None, every: None }
}

impl Start {
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Follow the football of this address, asking the planner this often.
    pub fn follow(self, base_url: &str, every: Duration) -> Self {
        Self { every: Some(every), ..self.with("UPSTREAM_FOOTBALL_BASE_URL", base_url) }
    }

    pub fn config(&self) -> Config {
        let settings = Settings::from_parts(self.settings.clone(), "").expect("settings");
        let mut config = Config::read(&settings).expect("configuration");
        config.clock = self.clock.unwrap_or(config.clock);
        config
    }

    pub async fn start(self) -> Service {
        let app = AppState::open(self.config()).await.expect("opens");
        let running = Server::start(app.clone(), self.every).await.expect("starts");
        let http = Http::new(format!("http://{}", running.address));
        Service { app, http, running }
    }
}

/// A running service and a client of it.
pub struct Service {
    pub app: AppState,
    pub http: Http,
    running: Server,
}

impl Service {
    pub fn socket(&self) -> String {
        format!("ws://{}/app/bts-guru?protocol=7", self.running.address)
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.running.address
    }

    /// An account.
    pub async fn account(&self) -> AccountId {
        let row = user::ActiveModel {
            email: Set(format!("{:x}@example.com", rand::random::<u64>())),
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

    /// An account with a key that has all scopes; its public id and its token.
    pub async fn key(&self) -> (String, String) {
        let account = self.account().await;
        let scopes = Scope::ALL.to_vec();
        let draft = KeyDraft { name: "test".to_owned(), scopes, ..KeyDraft::default() };
        let minted = self.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
        (minted.key.public_id.clone(), minted.token.reveal().to_owned())
    }

    pub async fn stop(self) {
        self.running.stop().await;
    }
}
