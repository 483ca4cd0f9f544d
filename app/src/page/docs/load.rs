//! What the pages ask of the service.

#[cfg(feature = "ssr")]
use crate::port::KeyStatus;
use crate::port::{AppError, Article, DocsPage};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// What a page says. The browser's half has no texts: it takes the page over as it stands.
pub(super) fn article(page: DocsPage) -> Article {
    #[cfg(feature = "ssr")]
    if let Some(ports) = use_context::<crate::port::Ports>() {
        return ports.docs.article(page);
    }
    let _ = page;
    Article::default()
}

/// A key of the reader's, to be picked by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKey {
    /// The part of its token that may be shown.
    pub public_id: String,
    /// What its owner calls it.
    pub name: String,
}

/// The reader's keys that may be used now.
#[server(name = LoadOwnKeys, prefix = "/fn", endpoint = "docs/keys", input = GetUrl, output = Json)]
pub async fn load_own_keys() -> Result<Vec<OwnKey>, AppError> {
    let viewer = crate::request::signed_in()?;
    let now = crate::request::ports()?.scores.now();
    let keys = crate::request::customer()?.keys.list(viewer.0).await;
    let keys = keys.map_err(crate::request::customer_error)?;
    let usable = keys.into_iter().filter(|key| match key.status(now) {
        KeyStatus::Active | KeyStatus::Expiring | KeyStatus::Rotating => true,
        KeyStatus::Disabled | KeyStatus::Expired | KeyStatus::Revoked => false,
    });
    Ok(usable.map(|key| OwnKey { public_id: key.public_id, name: key.name }).collect())
}
