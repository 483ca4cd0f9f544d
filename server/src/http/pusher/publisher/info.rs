//! What publishers may ask of a channel: `info`.

use crate::app::AppState;
use live::{Kept, Kind};
use serde_json::{Map, Value, json};
use std::time::Instant;

/// Which attributes are asked for. Others than these are ignored, as Pusher does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Users of a presence channel.
    pub user_count: bool,
    /// Sockets and streams that listen.
    pub subscription_count: bool,
    /// The last event of a cache channel.
    pub cache: bool,
}

impl Info {
    /// Reads a list with commas.
    pub fn read(text: Option<&str>) -> Self {
        let asked = |name| text.is_some_and(|text| text.split(',').any(|one| one.trim() == name));
        Self {
            user_count: asked("user_count"),
            subscription_count: asked("subscription_count"),
            cache: asked("cache"),
        }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// What a channel has of it.
    pub fn of(self, app: &AppState, channel: &str) -> Value {
        let (kind, cached) = Kind::of(channel);
        let mut found = Map::new();
        if self.user_count && kind == Kind::Presence {
            found.insert("user_count".to_owned(), app.hub.users(channel).len().into());
        }
        if self.subscription_count {
            found.insert("subscription_count".to_owned(), app.hub.listeners(channel).into());
        }
        if self.cache && cached {
            found.insert(
                "cache".to_owned(),
                app.hub.last_event(channel).as_ref().map_or(Value::Null, last),
            );
        }
        found.into()
    }
}

fn last(Kept { event: _, data, until }: &Kept) -> Value {
    let left = until.saturating_duration_since(Instant::now()).as_secs();
    json!({ "data": String::from_utf8_lossy(data), "ttl": left })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_asked_for() {
        let both = Info { user_count: true, subscription_count: true, cache: false };
        assert_eq!(Info::read(Some("user_count, subscription_count,weather")), both);
        assert!(Info::read(Some("")).is_empty() && Info::read(None).is_empty());
    }
}
