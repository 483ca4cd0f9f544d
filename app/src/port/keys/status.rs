//! What state a key is in.

use super::KeyRow;
use chrono::TimeDelta;
use entity::model::Instant;

/// The one state a key is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStatus {
    /// Good.
    Active,
    /// Good, and stops within seven days.
    Expiring(Instant),
    /// Good with two tokens until then.
    Rotating(Instant),
    /// Switched off by its owner.
    Disabled,
    /// Past its end.
    Expired,
    /// Gone for good.
    Revoked,
}

impl KeyStatus {
    /// The state of `row` at `now`; the gravest where several hold.
    pub fn of(row: &KeyRow, now: Instant) -> Self {
        let rotation = row.rotation.as_ref().filter(|rotation| rotation.until > now);
        match (row.revoked_at, row.disabled_at, row.expires_at, rotation) {
            (Some(_), _, _, _) => Self::Revoked,
            (_, _, Some(end), _) if end <= now => Self::Expired,
            (_, Some(_), _, _) => Self::Disabled,
            (_, _, _, Some(rotation)) => Self::Rotating(rotation.until),
            (_, _, Some(end), _) if end - now <= TimeDelta::days(7) => Self::Expiring(end),
            _ => Self::Active,
        }
    }

    /// One or two words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expiring(_) => "expires",
            Self::Rotating(_) => "rotating until",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The moment that belongs to the words.
    pub const fn moment(self) -> Option<Instant> {
        match self {
            Self::Expiring(at) | Self::Rotating(at) => Some(at),
            Self::Active | Self::Disabled | Self::Expired | Self::Revoked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::Rotation;

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
    fn a_key_is_shown_in_its_gravest_state() {
        let mut key = row();
        assert_eq!(KeyStatus::of(&key, at(0)), KeyStatus::Active);
        key.expires_at = Some(at(8));
        assert_eq!(KeyStatus::of(&key, at(0)), KeyStatus::Active);
        assert_eq!(KeyStatus::of(&key, at(1)), KeyStatus::Expiring(at(8)));
        key.rotation =
            Some(Rotation { until: at(3), old_calls: 0, old_last_used_at: None, settled: true });
        assert_eq!(KeyStatus::of(&key, at(1)), KeyStatus::Rotating(at(3)));
        assert_eq!(KeyStatus::of(&key, at(4)), KeyStatus::Expiring(at(8)));
        key.disabled_at = Some(at(1));
        assert_eq!(KeyStatus::of(&key, at(1)), KeyStatus::Disabled);
        assert_eq!(KeyStatus::of(&key, at(8)), KeyStatus::Expired);
        key.revoked_at = Some(at(1));
        assert_eq!(KeyStatus::of(&key, at(8)), KeyStatus::Revoked);
    }
}
