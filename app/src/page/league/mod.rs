//! `/sports/{sport}/leagues/{league}`: a league.

mod load;
mod view;

pub use load::load_league;
pub use view::LeagueView;
