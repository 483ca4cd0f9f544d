//! Two customers of one service: the one whose things are wanted, and the one who wants them.

use crate::{
    site::{Browser, Site},
    world::{Answer, bearer, call},
};
use axum::body::Body;
use entity::{
    model::{AccountId, Scope},
    table::{api_key, user},
};
use sea_orm::EntityTrait;
use server::{
    accounts::keys::{ChangedBy, KeyDraft, Minted},
    http::{middleware::Stack, router::router},
};

pub const ANA: &str = "ana@example.com";
pub const EVE: &str = "eve@example.com";

pub struct Two {
    pub site: Site,
    pub rest: Stack,
    pub ana: Browser,
    pub eve: Browser,
    /// A key of Ana's that may do everything.
    pub hers: Minted,
    /// Eve's own.
    pub own: Minted,
}

impl Two {
    pub async fn meet() -> Self {
        // Limits have tests of their own.
        let site = Site::open(&[("API_RATE_LIMIT_ENABLED", "false")]).await;
        let ana = site.member(ANA, "192.0.2.1").await;
        let eve = site.member(EVE, "192.0.2.66").await;
        let hers = key(&site, ANA, "Board in the hall").await;
        let own = key(&site, EVE, "Mine").await;
        let rest = router(&site.app);
        Self { site, rest, ana, eve, hers, own }
    }

    pub async fn get(&self, path: &str, key: &Minted) -> Answer {
        let bearer = bearer(key.token.reveal());
        call(&self.rest, "GET", path, &[("authorization", &bearer)], Body::empty()).await
    }

    pub async fn send(&self, method: &str, path: &str, key: &Minted, body: &str) -> Answer {
        let bearer = bearer(key.token.reveal());
        let headers = [("authorization", &*bearer), ("content-type", "application/json")];
        call(&self.rest, method, path, &headers, body.to_owned()).await
    }

    /// Ana's key as the database has it, apart from when it was used or saved.
    pub async fn her_row(&self) -> api_key::Model {
        let pool = self.site.app.database.pool();
        let row = api_key::Entity::find_by_id(self.hers.key.key.0).one(pool).await;
        let row = row.unwrap().unwrap();
        let row = api_key::Model { changed_at: 0, last_used_at: None, ..row };
        api_key::Model { last_used_from: None, last_used_agent: None, ..row }
    }
}

pub async fn account(site: &Site, email: &str) -> user::Model {
    site.app.accounts.users.find(email).await.unwrap().unwrap()
}

pub async fn key(site: &Site, email: &str, name: &str) -> Minted {
    let owner = AccountId(account(site, email).await.id);
    let draft =
        KeyDraft { name: name.to_owned(), scopes: Scope::ALL.to_vec(), ..KeyDraft::default() };
    site.app.keys.create(owner, ChangedBy::Owner, &draft).await.unwrap()
}
