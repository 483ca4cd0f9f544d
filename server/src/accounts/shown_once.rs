//! What a plain form came to, kept in the session until its next page shows it.

use super::{now, secret::AppKey, session};
use app::port::{PortError, ShownOnce};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// Where a session keeps it.
const KEPT: &str = "shown_once";
/// How long it waits for its page.
const PATIENCE_MILLIS: i64 = 2 * 60_000;

/// The words of one session. They may be the token of a key, so who reads the table must not be able
/// to use them.
pub(crate) struct Words {
    pub session: Session,
    pub key: AppKey,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    sealed: String,
    since: i64,
}

impl Words {
    /// What they are sealed for: this session alone.
    fn purpose(&self) -> Option<String> {
        self.session.id().map(|id| format!("shown-once:{}", session::name(&id)))
    }
}

#[async_trait::async_trait]
impl ShownOnce for Words {
    async fn keep(&self, words: String) -> Result<(), PortError> {
        let purpose = self.purpose().ok_or(PortError::Unavailable)?;
        let kept = Kept { sealed: self.key.seal(&purpose, &words), since: now() };
        self.session.insert(KEPT, kept).await.map_err(unavailable)
    }

    async fn take(&self) -> Result<Option<String>, PortError> {
        let Some(purpose) = self.purpose() else { return Ok(None) };
        // A session that is not changed is not written.
        if self.session.get_value(KEPT).await.map_err(unavailable)?.is_none() {
            return Ok(None);
        }
        let kept: Option<Kept> = self.session.remove(KEPT).await.map_err(unavailable)?;
        let fresh = kept.filter(|kept| now() - kept.since < PATIENCE_MILLIS);
        Ok(fresh.and_then(|kept| self.key.open(&purpose, &kept.sealed)).map(|opened| opened.text))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unavailable(error: tower_sessions::session::Error) -> PortError {
    tracing::error!(%error, "what a form came to could not be kept for its page");
    PortError::Unavailable
}
