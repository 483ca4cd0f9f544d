//! A key as its owner sees it.

use super::{last_used::Pending, rules, service::wall};
use entity::{
    model::{AccountId, Instant, KeyId, KeyMoments, KeyStatus, Scope},
    table::{api_key, instant},
};

/// Milliseconds within which every node has written its calls with an old token: it does so at every
/// tenth of its rounds, which take a second and a little.
const COUNTED: i64 = 15_000;

/// A rotation under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Until when the old token is good.
    pub until: Instant,
    /// Calls made with the old token since the rotation; those of other nodes are counted within
    /// [`COUNTED`].
    pub calls: u64,
    /// When the old token was last used.
    pub last_call_at: Option<Instant>,
    /// Whether the rotation is old enough for calls of every node to be among these.
    pub settled: bool,
}

/// One key. It holds nothing that lets anyone in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySummary {
    /// Ours; for calls of the service.
    pub key: KeyId,
    pub account: AccountId,
    /// The part that may be shown; names the key in URLs and is the socket's key.
    pub public_id: String,
    /// What the owner calls it.
    pub name: String,
    /// The last four characters of its token.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// How it stands.
    pub status: KeyStatus,
    /// Addresses it may be used from; none for anywhere.
    pub addresses: Vec<String>,
    /// Origins it may be used from; none for anywhere.
    pub origins: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops.
    pub expires_at: Option<Instant>,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// From which address.
    pub last_used_from: Option<String>,
    /// By what kind of program.
    pub last_used_agent: Option<String>,
    /// Since when it is off.
    pub disabled_at: Option<Instant>,
    /// Since when it is gone.
    pub revoked_at: Option<Instant>,
    /// The rotation under way.
    pub rotation: Option<Rotation>,
}

impl KeySummary {
    pub(super) fn new(row: api_key::Model, pending: Option<Pending>, now: Instant) -> Self {
        let list = |text: &Option<String>| -> Vec<String> {
            let words = text.as_deref().unwrap_or_default().split_ascii_whitespace();
            words.map(str::to_owned).collect()
        };
        let until = row.old_token_until.map(instant).filter(|until| *until > now);
        let rotation = until.map(|until| Rotation {
            until,
            calls: row
                .old_token_calls
                .saturating_add(pending.as_ref().map_or(0, |pending| pending.old_calls))
                .unsigned_abs(),
            last_call_at: row
                .old_token_used_at
                .max(pending.as_ref().and_then(|pending| pending.old_used_at))
                .map(instant),
            // Any later change of the key makes it wait anew, which does no harm.
            settled: wall() - row.changed_at >= COUNTED,
        });
        let expires_at = row.expires_at.map(instant);
        let moments = KeyMoments {
            revoked_at: row.revoked_at.map(instant),
            disabled_at: row.disabled_at.map(instant),
            expires_at,
            rotating_until: until,
        };
        let newer = pending.filter(|pending| Some(pending.used_at) > row.last_used_at);
        let (used_at, used_from, used_agent) = match newer {
            Some(pending) => (
                Some(pending.used_at),
                Some(pending.from.to_string()),
                Some(pending.agent.as_str().to_owned()),
            ),
            None => (row.last_used_at, row.last_used_from.clone(), row.last_used_agent.clone()),
        };
        Self {
            key: KeyId(row.id),
            account: AccountId(row.account_id),
            scopes: rules::scopes(&row.scopes),
            status: moments.status(now),
            addresses: list(&row.addresses),
            origins: list(&row.origins),
            created_at: instant(row.created_at),
            expires_at,
            last_used_at: used_at.map(instant),
            last_used_from: used_from,
            last_used_agent: used_agent,
            disabled_at: moments.disabled_at,
            revoked_at: moments.revoked_at,
            rotation,
            public_id: row.public_id,
            name: row.name,
            hint: row.hint,
        }
    }

    /// The token as it may be shown: `bts_live_a1B2c3D4…wxyz`.
    pub fn masked(&self) -> String {
        format!("bts_live_{}…{}", self.public_id, self.hint)
    }
}
