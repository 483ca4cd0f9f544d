//! A service on a port of its own, and customers of it.

use entity::{
    model::{AccountId, Scope},
    table::user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::{
    accounts::keys::{ChangedBy, KeyDraft},
    app::AppState,
    config::{Config, Settings},
    runtime::Server,
};

pub async fn app(settings: &[(&str, &str)]) -> AppState {
    // Refused where another test of this process was first, and that one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let fixed = [("SERVER_PORT", "0"), ("DATABASE_URL", "sqlite::memory:")];
    let pairs = fixed.iter().chain(settings).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    let settings = Settings::from_parts(pairs, "").unwrap();
    AppState::open(Config::read(&settings).unwrap()).await.unwrap()
}

pub async fn start(settings: &[(&str, &str)]) -> Server {
    Server::start(app(settings).await, None).await.unwrap()
}

/// An account of this plan.
pub async fn account(app: &AppState, email: &str, plan: &str, created_at: i64) -> i64 {
    let row = user::ActiveModel {
        email: Set(email.to_owned()),
        password_hash: Set("none".to_owned()),
        verified_at: Set(Some(created_at)),
        is_admin: Set(false),
        plan: Set(plan.to_owned()),
        totp_seed: Set(None),
        totp_used_step: Set(None),
        created_at: Set(created_at),
        disabled_at: Set(None),
        ..Default::default()
    };
    row.insert(app.database.pool()).await.unwrap().id
}

/// The token of a key of a new account of this plan.
pub async fn token(app: &AppState, plan: &str) -> String {
    let account = account(app, &format!("{plan}@example.com"), plan, 0).await;
    let draft =
        KeyDraft { name: "test".to_owned(), scopes: Scope::ALL.to_vec(), ..KeyDraft::default() };
    let made = app.keys.create(AccountId(account), ChangedBy::Owner, &draft).await.unwrap();
    made.token.reveal().to_owned()
}
