//! The pages, one folder each.

mod dashboard;
mod landing;
mod league;
mod live;
mod matches;
mod not_found;
mod status;

pub use dashboard::{DashboardKeys, DashboardOverview, DashboardPlan, DashboardUsage};
pub use landing::Landing;
pub(crate) use landing::snippet as landing_snippet;
pub use league::LeagueView;
pub use live::{LiveScores, load_confirmed, load_scores, load_sports};
pub use matches::MatchView;
pub use not_found::NotFound;
pub use status::StatusView;
