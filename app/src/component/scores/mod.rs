//! Scores: how rows of lists are worded, grouped, kept current and drawn, and what match pages draw of
//! the same kinds (line scores, bouts, races).

mod bout;
mod fact;
mod group;
mod line;
mod line_score;
mod list;
mod list_state;
mod mark;
mod part;
mod pins;
mod race;
mod sides;
mod text;

pub(crate) use bout::{Verdict, bout_result};
pub(crate) use line_score::line_score;
pub use list::{Scope, ScoreList};
pub(crate) use list_state::light;
pub(crate) use mark::{mark, phrase};
pub(crate) use part::{capital, parts};
pub(crate) use race::{Session, race_order};
pub(crate) use sides::session_name;
pub(crate) use text::{Told, goal_scorer, incident_minute, is_news, sentences, title, trails};
