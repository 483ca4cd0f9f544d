//! The port to accounts, and what pages know of who looks at them.

#[cfg(feature = "ssr")]
use super::PortError;
use entity::model::Instant;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Who is signed in. The server puts it into the extensions of a request and into the context of
/// every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The account.
    pub id: i64,
    /// Its address.
    pub email: String,
    /// The address was shown to be theirs.
    pub verified: bool,
    /// The name of the plan.
    pub plan: String,
    /// They gave a second factor, and will be asked for it.
    pub two_factor: bool,
    /// The account is closed, and will be deleted then unless its owner keeps it.
    pub deleted_at: Option<Instant>,
    /// The account is one that looks after the service.
    pub is_admin: bool,
    /// They may do so now: with a second factor, or in a demonstration.
    pub may_administer: bool,
}

/// How far a request has come with its second factor; in the extensions of a request.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// The password was right and the second factor is awaited.
    pub awaited: bool,
    /// A seed, in base32, waits to be confirmed.
    pub candidate: Option<String>,
    /// Somebody registered in this browser: it needs no password to confirm the address.
    pub registered: bool,
    /// What the letter's link that led here is good for; `None` where none did.
    pub link: Option<LinkUse>,
}

/// What the link of a letter is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkUse {
    /// It confirms the address of a new account.
    Verify,
    /// It moves an account to another address.
    Move,
    /// It leads to a new password.
    Reset,
    /// It signs its reader in.
    Enter,
    /// It undoes a move.
    Undo,
    /// It was used before, ended or has run out.
    Over,
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { awaited, candidate, registered, link } = self;
        f.debug_struct("Stage")
            .field("awaited", awaited)
            .field("candidate", &candidate.as_ref().map(|_| "****"))
            .field("registered", registered)
            .field("link", link)
            .finish()
    }
}

/// A form that came back, in the extensions of the request that shows it again.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// Which form of the page.
    pub form: String,
    /// What was typed, passwords left out.
    pub values: BTreeMap<String, String>,
    /// What is wrong, by field; an empty name is the form as a whole.
    pub errors: BTreeMap<String, String>,
    /// Words to show once: recovery codes.
    pub secrets: Vec<String>,
    /// A challenge that the browser is to solve before the form is taken.
    pub proof: Option<String>,
}

impl fmt::Debug for FormState {
    /// What was typed may be a link's token, and what is shown once is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormState")
            .field("form", &self.form)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

impl FormState {
    /// The state of one form; of another form's failure nothing is shown.
    #[must_use]
    pub fn of(&self, form: &str) -> Self {
        if self.form == form { self.clone() } else { Self::default() }
    }

    /// What was typed into a field.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.get(field).cloned()
    }
}

/// One session of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// What to name it by; it lets nobody in.
    pub id: String,
    /// The one that asks.
    pub own: bool,
    /// The browser and system, in words.
    pub agent: String,
    /// Where it was begun from.
    pub address: String,
    /// When it was begun.
    pub created: Instant,
    /// When it was last used, to within a minute.
    pub seen: Instant,
}

/// What the settings page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    /// Who.
    pub viewer: Viewer,
    /// When they signed up.
    pub created: Instant,
    /// Recovery codes not used yet.
    pub codes_left: u64,
    /// Wrong codes of the second factor since the last right one.
    pub wrong_codes: i64,
    /// The address they asked to move to, while its letter can be followed.
    pub pending_email: Option<String>,
    /// Their sessions, last used first.
    pub sessions: Vec<SessionRow>,
    /// The service's time.
    pub now: Instant,
}

/// A second factor about to be set up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The seed as it is typed, in groups of four.
    pub secret: String,
    /// The same as a picture: the path of an SVG whose squares are one unit.
    pub picture: String,
    /// How many units wide and high the picture is.
    pub side: usize,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(****)")
    }
}

/// Reads about one's own account. Changes are plain forms that the server takes itself.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Accounts: Send + Sync {
    /// What the settings page shows; `session` names the session that asks.
    async fn settings(
        &self,
        viewer: &Viewer,
        session: Option<&str>,
    ) -> Result<AccountSettings, PortError>;

    /// The picture of a seed.
    async fn enrolment(&self, viewer: &Viewer, seed: &str) -> Result<Enrolment, PortError>;
}

/// Names the session of a request; in the request's extensions.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionName(pub String);
