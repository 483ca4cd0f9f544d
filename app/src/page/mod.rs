//! The pages, one folder each.

mod landing;
mod league;
mod live;
mod matches;
mod not_found;
mod status;

pub use landing::Landing;
pub use league::LeagueView;
pub use live::{LiveScores, load_confirmed, load_scores, load_sports};
pub use matches::MatchView;
pub use not_found::NotFound;
pub use status::StatusView;
