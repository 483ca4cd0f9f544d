//! `/sports/{sport}/leagues/{league}`: a league.

mod as_of_note;
mod column;
mod load;
mod scorers;
mod table;
mod view;
mod words;

use as_of_note::as_of_note;

pub use load::load_league;
pub use view::LeagueView;
