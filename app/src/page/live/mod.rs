//! `/live`: live scores.

mod filters;
mod load;
mod view;

pub use load::{FoundScores, load_confirmed, load_scores, load_sports};
pub use view::LiveScores;
pub(crate) use view::channel_of;
