//! `/sports/{sport}/leagues/{league}`: a league.

mod load;
mod scorers;
mod table;
mod told;
mod view;

use told::told;

pub use load::load_league;
pub use view::LeagueView;
