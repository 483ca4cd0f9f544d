//! `/sports/{sport}/leagues/{league}`: a league.

mod column;
mod load;
mod scorers;
mod table;
mod told;
mod view;
mod words;

use told::told;

pub use load::load_league;
pub use view::LeagueView;
