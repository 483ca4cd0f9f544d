//! Other nodes that ask the same upstream: what they fetched is shared, and one of them fetches.

use async_trait::async_trait;
use bytes::Bytes;
use entity::model::Instant;
use std::time::Duration;

/// An answer as it is kept outside this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResponse {
    /// The upstream's bytes.
    pub body: Bytes,
    /// When they came.
    pub as_of: Instant,
}

/// The nodes beside this one. A store that is away behaves as if there were none.
#[async_trait]
pub trait FetchPeers: Send + Sync {
    /// What some node fetched under `key`.
    async fn read(&self, key: &str) -> Option<StoredResponse>;
    /// Share an answer for at most `keep`.
    async fn write(&self, key: &str, kept: &StoredResponse, keep: Duration);
    /// Whether this node is the one to fetch `key`; nobody else is for at most `at_most`.
    async fn claim(&self, key: &str, at_most: Duration) -> bool;
    /// The claimed fetch is over.
    async fn release(&self, key: &str);
    /// Wait until the fetch of `key` on another node may be over, at most so long.
    async fn wait(&self, _key: &str, at_most: Duration) {
        tokio::time::sleep(at_most).await;
    }
}

/// There are no other nodes.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPeers;

#[async_trait]
impl FetchPeers for NoPeers {
    async fn read(&self, _key: &str) -> Option<StoredResponse> {
        None
    }

    async fn write(&self, _key: &str, _kept: &StoredResponse, _keep: Duration) {}

    async fn claim(&self, _key: &str, _at_most: Duration) -> bool {
        true
    }

    async fn release(&self, _key: &str) {}
}
