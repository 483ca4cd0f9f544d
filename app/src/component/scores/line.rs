//! One match on one line, all of it one link.

use super::board::Line;
use super::text::{goal_scorer, incident_minute, minute, trails};
use crate::component::{age::Age, icon, time::exact, time::machine};
use crate::port::{ScoreRow, is_red};
use crate::routes;
use entity::model::{Competitor, Incident, IncidentKind};
use leptos::prelude::*;

/// The line of one match.
#[component]
pub(super) fn ScoreLine(
    /// The row and its tint.
    line: Line,
    /// The day of the page.
    day: StoredValue<String>,
    /// The service's time.
    now: ReadSignal<entity::model::Instant>,
) -> impl IntoView {
    let Line { row, lit } = line;
    let href = row.with_untracked(|row| routes::match_page(row.sport, &row.league.slug, &row.id));
    let clock = Memo::new(move |_| {
        row.with(|row| day.with_value(|day| minute(&row.status, row.starts_at, day)))
    });
    let on = Memo::new(move |_| row.with(|row| row.status.phase.in_play()));
    let label = Memo::new(move |_| row.with(|row| row.status.label.clone()));
    let starts_at = Memo::new(move |_| row.with(|row| row.starts_at));
    let sides = Memo::new(move |_| row.with(|row| row.competitors.clone()));
    let facts = Memo::new(move |_| row.with(facts));
    let phase = Signal::derive(move || row.with(|row| row.status.phase));
    let as_of = Signal::derive(move || row.with(|row| row.as_of));
    view! {
        <li class="score-row" class:score-row-live=move || on.get() class:score-row-lit=move || lit.get()>
            <a class="score-link" href=href>
                <span class="minute">
                    <time
                        datetime=move || machine(starts_at.get())
                        title=move || format!("{}; begins {}", label.get(), exact(starts_at.get()))
                    >
                        {move || clock.get()}
                    </time>
                    {move || on.get().then(|| view! { <span class="live-word">"live"</span> })}
                </span>
                <span class="sides">{move || sides_view(&sides.get())}</span>
                <span class="facts">{move || facts.get().into_iter().map(fact_view).collect_view()}</span>
                <Age as_of phase now/>
            </a>
        </li>
    }
    .into_any()
}

fn sides_view(sides: &[Competitor]) -> impl IntoView + use<> {
    // A race has a field of entrants; a row shows those in front.
    sides
        .iter()
        .take(if sides.len() > 2 { 3 } else { 2 })
        .map(|side| {
            let class = if trails(side, sides) { "side side-behind" } else { "side" };
            let score = side.score.map(|score| score.to_string());
            view! {
                <span class=class>
                    <span class="side-name">{side.name.clone()}</span>
                    <span class="score">{score}</span>
                </span>
            }
        })
        .collect_view()
}

/// A remark at the side of a row.
#[derive(Clone, PartialEq)]
enum Fact {
    Goal(String),
    Red(String),
    Shootout(String),
}

fn facts(row: &ScoreRow) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(tally) = row.periods.iter().find(|period| period.name == "PEN") {
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
            facts.push(Fact::Goal(who(goal_scorer(incident))));
        } else if is_red(incident) {
            facts.push(Fact::Red(who(incident.player.clone().unwrap_or_default())));
        }
    }
    facts
}

fn fact_view(fact: Fact) -> AnyView {
    match fact {
        Fact::Goal(text) => view! {
            <span class="fact">
                {icon::ball()} <span class="sr-only">"Latest goal "</span> {text}
            </span>
        }
        .into_any(),
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
    }
}
