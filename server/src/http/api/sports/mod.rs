//! The sports we follow.

pub mod list;
pub mod one;

use crate::app::AppState;
use chrono::Days;
use entity::model::{Channel, Sport};
use serde::Serialize;
use utoipa::ToSchema;

/// A sport with how much there is to see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SportSummary {
    /// The word in URLs and channels.
    pub sport: Sport,
    /// For readers.
    pub name: &'static str,
    /// Its channel.
    pub channel: String,
    /// Matches in play.
    pub live: u32,
    /// Matches that begin today, by UTC.
    pub today: u32,
}

impl SportSummary {
    /// Every sport that is followed.
    pub fn all(app: &AppState) -> Vec<Self> {
        let today = app.clock.now().date_naive();
        let midnight = |date: chrono::NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        let counts = app.match_cache.counts(midnight(today), midnight(today + Days::new(1)));
        let sports = app.config.upstream.sports.keys();
        sports
            .map(|sport| {
                let (live, today) = counts.get(sport).copied().unwrap_or_default();
                let channel = Channel::Sport(*sport).to_string();
                Self { sport: *sport, name: sport.name(), channel, live, today }
            })
            .collect()
    }
}
