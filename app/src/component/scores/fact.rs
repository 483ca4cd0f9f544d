//! Remarks beside a row: what else there is to tell of a match, by how its sport is read.

use super::bout::Verdict;
use super::line_score::line_parts;
use super::part::{Part, parts};
use super::sides::session_name;
use super::text::{goal_scorer, incident_minute};
use crate::component::icon;
use crate::port::{ScoreRow, is_red};
use crate::reading::{Reading, tells_goals};
use entity::model::{Incident, IncidentKind, Phase, Sport};
use leptos::prelude::*;

/// A remark.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    /// Who scored last, when; with a ball where it is one.
    Goal(String, Sport),
    /// Who was sent off, when.
    Red(String),
    /// A tally that is no part of the score.
    Shootout(String),
    /// A line score.
    Parts(Sport, Vec<Part>),
    /// Anything that is a sentence by itself.
    Note(String),
}

/// The remarks of a row.
pub(super) fn facts(row: &ScoreRow) -> Vec<Fact> {
    match Reading::of(row.sport) {
        Reading::Goals => goals(row),
        Reading::Line(_) | Reading::Sets => {
            let parts = parts(row.sport, &row.periods, &row.status);
            let line = (!parts.is_empty()).then_some(Fact::Parts(row.sport, parts));
            let goals = if tells_goals(row.sport) { goals(row) } else { Vec::new() };
            line.into_iter().chain(goals).collect()
        }
        Reading::Bout => {
            let end = Verdict::of(&row.incidents).map(|verdict| verdict.short());
            // Walkouts and introductions are no play yet.
            let about = row.status.phase == Phase::Scheduled && row.status.label != "Not started";
            let about = about.then(|| row.status.label.clone());
            [end, about, row.league.round.clone()].into_iter().flatten().map(Fact::Note).collect()
        }
        Reading::Race if row.competitors.is_empty() => Vec::new(),
        Reading::Race => vec![Fact::Note(session_name(row.league.round.as_deref()))],
    }
}

fn goals(row: &ScoreRow) -> Vec<Fact> {
    let mut facts = Vec::new();
    if row.sport == Sport::Football
        && let Some(tally) = row.periods.iter().find(|period| period.name == "PEN")
    {
        let scores: Vec<String> =
            tally.scores.iter().map(|score| score.unwrap_or(0).to_string()).collect();
        facts.push(Fact::Shootout(scores.join("–")));
    }
    let goals_first = |incident: &&Incident| incident.kind != IncidentKind::Goal;
    let mut incidents: Vec<&Incident> = row.incidents.iter().collect();
    incidents.sort_by_key(goals_first);
    for incident in incidents {
        let who = |name: String| format!("{name} {}", incident_minute(incident)).trim().to_owned();
        if incident.kind == IncidentKind::Goal {
            facts.push(Fact::Goal(who(goal_scorer(incident)), row.sport));
        } else if is_red(incident) {
            facts.push(Fact::Red(who(incident.player.clone().unwrap_or_default())));
        }
    }
    facts
}

pub(super) fn fact_view(fact: Fact) -> AnyView {
    match fact {
        Fact::Goal(text, Sport::Football) => view! {
            <span class="fact">
                {icon::ball()} <span class="sr-only">"Latest goal "</span> {text}
            </span>
        }
        .into_any(),
        Fact::Goal(text, _) => {
            view! { <span class="fact">{format!("Latest goal {text}")}</span> }.into_any()
        }
        Fact::Red(text) => view! {
            <span class="fact">
                <span class="red-card" aria-hidden="true"></span>
                <span class="sr-only">"Red card "</span>
                {text}
            </span>
        }
        .into_any(),
        Fact::Shootout(text) => {
            view! { <span class="fact">{format!("Shoot-out {text}")}</span> }.into_any()
        }
        Fact::Parts(sport, parts) => line_parts(sport, &parts),
        Fact::Note(text) => view! { <span class="fact">{text}</span> }.into_any(),
    }
}
