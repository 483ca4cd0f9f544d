//! Lists of score rows: how they are worded, grouped, kept current and drawn.

mod board;
mod group;
mod line;
mod list;
mod pins;
mod text;

pub(crate) use board::light;
pub use list::{Scope, ScoreList};
pub(crate) use text::{goal_scorer, incident_minute, minute, sentences};
