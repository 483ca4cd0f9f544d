//! How a key stands: one answer for REST, pages and refusals.

use super::Instant;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// A key that ends within this is about to.
const SOON: TimeDelta = TimeDelta::days(7);

/// Whether a key works: in use, in use and ending within a week, in use by an old and a new token,
/// switched off, ended by itself, or gone for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyStatus {
    /// In use.
    Active,
    /// In use, and ends within a week.
    Expiring,
    /// In use, by an old and a new token.
    Rotating,
    /// Switched off by its owner.
    Disabled,
    /// Ended by itself.
    Expired,
    /// Gone for good.
    Revoked,
}

impl KeyStatus {
    /// Every state.
    pub const ALL: [KeyStatus; 6] = [
        KeyStatus::Active,
        KeyStatus::Expiring,
        KeyStatus::Rotating,
        KeyStatus::Disabled,
        KeyStatus::Expired,
        KeyStatus::Revoked,
    ];

    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyStatus::Active => "active",
            KeyStatus::Expiring => "expiring",
            KeyStatus::Rotating => "rotating",
            KeyStatus::Disabled => "disabled",
            KeyStatus::Expired => "expired",
            KeyStatus::Revoked => "revoked",
        }
    }
}

/// The moments of a key that its state follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyMoments {
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// When it was switched off.
    pub disabled_at: Option<Instant>,
    /// When it stops by itself.
    pub expires_at: Option<Instant>,
    /// Until when a replaced token is good beside the new one.
    pub rotating_until: Option<Instant>,
}

impl KeyMoments {
    /// The state at `now`; where several hold, the one a key is refused for first.
    pub fn status(&self, now: Instant) -> KeyStatus {
        let Self { revoked_at, disabled_at, expires_at, rotating_until } = *self;
        match (revoked_at, disabled_at, expires_at, rotating_until) {
            (Some(_), _, _, _) => KeyStatus::Revoked,
            (_, Some(_), _, _) => KeyStatus::Disabled,
            (_, _, Some(end), _) if end <= now => KeyStatus::Expired,
            (_, _, _, Some(until)) if until > now => KeyStatus::Rotating,
            (_, _, Some(end), _) if end - now <= SOON => KeyStatus::Expiring,
            (None, None, _, _) => KeyStatus::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::days(20_000 + day)
    }

    #[test]
    fn a_key_is_in_the_state_it_is_refused_for_first() {
        let mut key = KeyMoments::default();
        assert_eq!(key.status(at(0)), KeyStatus::Active);
        key.expires_at = Some(at(8));
        assert_eq!(key.status(at(0)), KeyStatus::Active);
        assert_eq!(key.status(at(1)), KeyStatus::Expiring);
        key.rotating_until = Some(at(3));
        assert_eq!(key.status(at(1)), KeyStatus::Rotating);
        assert_eq!(key.status(at(4)), KeyStatus::Expiring);
        assert_eq!(key.status(at(8)), KeyStatus::Expired);
        key.disabled_at = Some(at(1));
        assert_eq!(key.status(at(1)), KeyStatus::Disabled);
        assert_eq!(key.status(at(8)), KeyStatus::Disabled);
        key.revoked_at = Some(at(1));
        assert_eq!(key.status(at(8)), KeyStatus::Revoked);
    }

    #[test]
    fn the_word_of_a_state_is_its_json() {
        for status in KeyStatus::ALL {
            assert_eq!(serde_json::to_value(status).expect("is a word"), status.as_str());
        }
    }
}
