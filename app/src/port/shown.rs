//! What a plain form came to, kept for the next page of the same session. It may hold the token of a
//! key, so it never travels in a cookie.

use super::PortError;
use std::sync::Arc;

/// One session's words for its next page.
#[async_trait::async_trait]
pub trait ShownOnce: Send + Sync {
    /// Keep words, in place of those that wait already.
    async fn keep(&self, words: String) -> Result<(), PortError>;

    /// Take the words that wait, if they have not waited too long.
    async fn take(&self) -> Result<Option<String>, PortError>;
}

/// The words of the session of a request; in the request's extensions.
#[derive(Clone)]
pub struct SessionWords(pub Arc<dyn ShownOnce>);
