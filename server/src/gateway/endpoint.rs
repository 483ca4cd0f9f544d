//! What may be asked through the proxy: whatever the sport's upstream can be asked.

use entity::model::Sport;
pub use upstream::sport::endpoint::{Endpoint, FOOTBALL, Pace, of};

/// Every endpoint of every sport, for readers.
pub fn all() -> impl Iterator<Item = (Sport, &'static Endpoint)> {
    Sport::ALL.into_iter().flat_map(|sport| of(sport).iter().map(move |endpoint| (sport, endpoint)))
}
