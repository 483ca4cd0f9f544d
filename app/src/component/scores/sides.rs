//! Who plays, as a row shows it: two sides with their scores, or those in front of a field.

use super::race::Session;
use super::text::trails;
use crate::port::ScoreRow;
use crate::reading::Reading;
use leptos::prelude::*;

/// One line of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    name: String,
    figure: Figure,
    behind: bool,
}

/// What stands at the end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Figure {
    Score(Option<i64>),
    Word(String),
}

/// The lines of a row, by how its sport is read.
pub(super) fn sides(row: &ScoreRow) -> Vec<Side> {
    let all = &row.competitors;
    let side = |at: usize, figure: Figure| Side {
        name: all[at].name.clone(),
        figure,
        behind: trails(&all[at], all),
    };
    match Reading::of(row.sport) {
        Reading::Goals | Reading::Line(_) | Reading::Sets => {
            (0..all.len().min(2)).map(|at| side(at, Figure::Score(all[at].score))).collect()
        }
        Reading::Bout => {
            let won = |at: usize| if all[at].winner == Some(true) { "won" } else { "" };
            (0..all.len().min(2)).map(|at| side(at, Figure::Word(won(at).to_owned()))).collect()
        }
        Reading::Race if all.is_empty() => {
            let name = session_name(row.league.round.as_deref());
            vec![Side { name, figure: Figure::Word(String::new()), behind: false }]
        }
        Reading::Race => {
            let session = Session {
                entrants: all,
                statistics: row.statistics.as_deref().unwrap_or_default(),
                incidents: &[],
            };
            let front = all.iter().enumerate();
            let line = |(at, one): (usize, &entity::model::Competitor)| Side {
                name: format!("{}. {}", at + 1, one.name),
                figure: Figure::Word(session.behind(at)),
                behind: at > 0,
            };
            front.map(line).collect()
        }
    }
}

/// What a session without a name is called.
pub(crate) fn session_name(round: Option<&str>) -> String {
    round.unwrap_or("Session").to_owned()
}

pub(super) fn side_view(side: Side) -> AnyView {
    let class = if side.behind { "side side-behind" } else { "side" };
    let (figure, figure_class) = match side.figure {
        Figure::Score(score) => (score.map(|score| score.to_string()), "score"),
        Figure::Word(word) => (Some(word), "score-word"),
    };
    view! {
        <span class=class>
            <span class="side-name">{side.name}</span>
            <span class=figure_class>{figure}</span>
        </span>
    }
    .into_any()
}
