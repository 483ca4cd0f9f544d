//! `/sports/{sport}/leagues/{league}/matches/{match}`: a match.

mod developer;
mod head;
mod lineups;
mod load;
mod statistics;
mod summary;
mod tab;
mod timeline;
mod view;

pub use load::{load_changes, load_match};
pub use view::MatchView;
