//! How old an answer without matches is.

use crate::app::AppState;
use entity::model::{Instant, Sport};

/// When what is known of a sport was last confirmed; without one, of the sport confirmed longest ago.
pub fn last_confirmed(app: &AppState, sport: Option<Sport>) -> Option<Instant> {
    let followed = app.config.upstream.sports.keys().copied();
    let asked = followed.filter(|one| sport.is_none_or(|sport| sport == *one));
    app.statuses.last_confirmed(asked, &app.match_cache)
}
