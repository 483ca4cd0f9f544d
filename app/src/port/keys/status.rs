//! What state a key is in, in words.

use super::KeyRow;
use entity::model::{Instant, KeyMoments, KeyStatus};

impl KeyRow {
    /// The state at `now`, as REST tells it.
    pub fn status(&self, now: Instant) -> KeyStatus {
        let Self { revoked_at, disabled_at, expires_at, rotation, .. } = self;
        let moments = KeyMoments {
            revoked_at: *revoked_at,
            disabled_at: *disabled_at,
            expires_at: *expires_at,
            rotating_until: rotation.as_ref().map(|rotation| rotation.until),
        };
        moments.status(now)
    }

    /// The state at `now` in one or two words, and the moment that belongs to them.
    pub fn status_words(&self, now: Instant) -> (&'static str, Option<Instant>) {
        match self.status(now) {
            KeyStatus::Active => ("active", None),
            KeyStatus::Expiring => ("expires", self.expires_at),
            KeyStatus::Rotating => {
                ("rotating until", self.rotation.as_ref().map(|rotation| rotation.until))
            }
            KeyStatus::Disabled => ("disabled", None),
            KeyStatus::Expired => ("expired", None),
            KeyStatus::Revoked => ("revoked", None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::Rotation;
    use chrono::TimeDelta;

    fn at(day: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::days(20_000 + day)
    }

    fn row() -> KeyRow {
        KeyRow {
            public_id: "abcdefgh".to_owned(),
            hint: "a1B2".to_owned(),
            name: "site".to_owned(),
            scopes: Vec::new(),
            addresses: Vec::new(),
            origins: Vec::new(),
            created_at: at(-9),
            expires_at: None,
            last_used_at: None,
            disabled_at: None,
            revoked_at: None,
            rotation: None,
            spark: Vec::new(),
        }
    }

    #[test]
    fn a_state_that_ends_is_told_with_its_end() {
        let mut key = row();
        assert_eq!(key.status_words(at(0)), ("active", None));
        key.expires_at = Some(at(8));
        assert_eq!(key.status_words(at(1)), ("expires", Some(at(8))));
        key.rotation =
            Some(Rotation { until: at(3), old_calls: 0, old_last_used_at: None, settled: true });
        assert_eq!(key.status_words(at(1)), ("rotating until", Some(at(3))));
        assert_eq!(key.status_words(at(4)), ("expires", Some(at(8))));
        key.disabled_at = Some(at(1));
        assert_eq!(key.status_words(at(9)), ("disabled", None));
        key.revoked_at = Some(at(1));
        assert_eq!(key.status_words(at(9)), ("revoked", None));
    }
}
