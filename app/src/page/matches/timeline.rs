//! What happened, down the middle: home to the left, away to the right.

use crate::component::icon;
use crate::component::scores::{capital, goal_scorer, incident_minute};
use crate::component::state::EmptyState;
use crate::reading::Reading;
use entity::model::{Incident, IncidentKind, Match, Role, Sport};
use leptos::prelude::*;

/// The incidents, latest first.
#[component]
pub(super) fn Timeline(
    /// The match.
    shown: RwSignal<Match>,
) -> impl IntoView {
    let sport = shown.with_untracked(|shown| shown.sport);
    let incidents = Memo::new(move |_| shown.with(|shown| shown.incidents.clone()));
    let begun = Memo::new(move |_| {
        shown.with(|shown| shown.status.phase.in_play() || shown.status.phase.is_over())
    });
    move || {
        let incidents = incidents.get();
        if incidents.is_empty() {
            let what = match Reading::of(sport) {
                Reading::Goals => "Goals, cards and changes appear",
                Reading::Line(_) | Reading::Sets | Reading::Bout | Reading::Race => {
                    "What is scored appears"
                }
            };
            let detail = if begun.get() {
                format!("{what} here; some leagues report none.")
            } else {
                format!("{what} here once play begins.")
            };
            return view! { <EmptyState title="Nothing to tell yet" detail/> }.into_any();
        }
        let items = incidents.iter().enumerate().rev();
        let rows = items.map(|(at, incident)| row(sport, incident, taken_back(&incidents, at)));
        view! {
            <ol class="timeline panel" aria-label="Incidents, latest first">
                {rows.collect_view()}
            </ol>
        }
        .into_any()
    }
}

/// Why the goal at `at` does not count: the words of a later review of the same side and minute.
fn taken_back(incidents: &[Incident], at: usize) -> Option<String> {
    let goal = &incidents[at];
    if goal.kind != IncidentKind::Goal {
        return None;
    }
    let review = incidents[at + 1..].iter().find(|later| {
        later.kind == IncidentKind::Var
            && later.competitor == goal.competitor
            && is_reversal(later)
            && near(later, goal)
    })?;
    Some(words(review))
}

fn is_reversal(review: &Incident) -> bool {
    let detail = review.detail.as_deref().unwrap_or_default();
    detail.contains("cancelled") || detail.contains("disallowed")
}

/// A review is noted within a few minutes of what it is about.
fn near(later: &Incident, earlier: &Incident) -> bool {
    match (later.elapsed, earlier.elapsed) {
        (Some(later), Some(earlier)) => later.abs_diff(earlier) <= 5,
        (None, _) | (_, None) => false,
    }
}

/// `goal_disallowed_offside` as `goal disallowed offside`, with the remark if there is one.
fn words(review: &Incident) -> String {
    let detail = review.detail.as_deref().unwrap_or("reviewed").replace('_', " ");
    match &review.comment {
        Some(comment) => format!("{detail}: {comment}"),
        None => detail,
    }
}

fn row(sport: Sport, incident: &Incident, reversed: Option<String>) -> AnyView {
    let side = match incident.competitor {
        Some(Role::Home) => "event event-home",
        Some(Role::Away) => "event event-away",
        Some(Role::Entrant) | None => "event event-both",
    };
    let body = body(sport, incident);
    let body = match reversed {
        Some(why) => {
            let why = format!("Taken back: {why}");
            view! {
                <s>{body}</s>
                " "
                <span class="event-note">{why}</span>
            }
            .into_any()
        }
        None => body,
    };
    view! {
        <li class=side>
            <span class="event-minute">{incident_minute(incident)}</span>
            <span class="event-body">{body}</span>
        </li>
    }
    .into_any()
}

fn body(sport: Sport, incident: &Incident) -> AnyView {
    let player = incident.player.clone().unwrap_or_default();
    let note = |text: String| view! { <span class="event-note">{text}</span> };
    match incident.kind {
        IncidentKind::Goal if sport != Sport::Football => view! {
            <strong>{what_scored(incident)}</strong>
            <span>{player}</span>
            {incident.assist.clone().map(|name| note(format!("assist {name}")))}
            {incident.comment.clone().map(note)}
        }
        .into_any(),
        IncidentKind::Goal => view! {
            {icon::ball()}
            <strong>
                <span class="sr-only">"Goal, "</span>
                {goal_scorer(incident)}
            </strong>
            {incident.assist.clone().map(|name| note(format!("assist {name}")))}
        }
        .into_any(),
        IncidentKind::MissedPenalty => view! {
            <span>{player}</span>
            {note("missed penalty".to_owned())}
        }
        .into_any(),
        IncidentKind::Shootout => view! {
            <span>{player}</span>
            {note(format!("shoot-out, {}", incident.detail.as_deref().unwrap_or("kick")))}
        }
        .into_any(),
        IncidentKind::Card => {
            let (class, words) = match incident.detail.as_deref() {
                Some("red_card") => ("red-card", "red card"),
                Some("second_yellow_card") => ("red-card", "second yellow card"),
                Some(_) | None => ("yellow-card", "yellow card"),
            };
            view! {
                <span class=class aria-hidden="true"></span>
                <span>{player}</span>
                {note(incident.comment.as_ref().map_or_else(|| words.to_owned(), |why| format!("{words}, {why}")))}
            }
            .into_any()
        }
        IncidentKind::Substitution => view! {
            {icon::swap()}
            <span>{player}</span>
            {incident.assist.clone().map(|name| note(format!("for {name}")))}
        }
        .into_any(),
        IncidentKind::Var => view! {
            <span class="var-mark">"VAR"</span>
            <span>{words(incident)}</span>
            {note(player)}
        }
        .into_any(),
        IncidentKind::Other => {
            let text = incident.detail.as_deref().unwrap_or("note").replace('_', " ");
            let text = match &incident.comment {
                Some(comment) => format!("{text}, {comment}"),
                None => text,
            };
            view! {
                <span>{player}</span>
                {note(text)}
            }
            .into_any()
        }
    }
}

/// `Touchdown`, `Behind`; a goal where nothing more is told.
fn what_scored(incident: &Incident) -> String {
    capital(&incident.detail.as_deref().unwrap_or("goal").replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[cfg(feature = "ssr")]
    #[test]
    fn what_is_scored_has_the_word_of_its_sport() {
        let goal = |detail: &str, comment: Option<&str>| Incident {
            detail: Some(detail.to_owned()),
            comment: comment.map(ToOwned::to_owned),
            ..fixtures::football().incidents[2].clone()
        };
        let text =
            |sport, incident: &Incident| fixtures::text(&row(sport, incident, None).to_html());
        let touchdown = goal("touchdown", Some("15 yd pass"));
        assert_eq!(text(Sport::AmericanFootball, &touchdown), "64' Touchdown Saka 15 yd pass");
        let behind = Incident { player: None, ..goal("behind", Some("Q3, minute 4")) };
        assert_eq!(text(Sport::Afl, &behind), "64' Behind Q3, minute 4");
        assert_eq!(text(Sport::Hockey, &goal("goal", None)), "64' Goal Saka");
        assert_eq!(text(Sport::Football, &goal("normal_goal", None)), "64' Goal, Saka");
        let penalty = Incident { kind: IncidentKind::Other, ..goal("penalty", Some("Hooking")) };
        assert_eq!(text(Sport::Hockey, &penalty), "64' Saka penalty, Hooking");
    }

    #[test]
    fn a_goal_is_taken_back_by_a_review_of_its_side_soon_after() {
        let mut incidents = fixtures::football().incidents;
        let mut review = incidents[2].clone();
        review.kind = IncidentKind::Var;
        review.detail = Some("goal_disallowed_offside".to_owned());
        review.elapsed = Some(66);
        incidents.push(review.clone());
        assert_eq!(taken_back(&incidents, 2).as_deref(), Some("goal disallowed offside"));
        assert_eq!(taken_back(&incidents, 0), None, "the other side's goal stands");
        incidents[3].detail = Some("goal_confirmed".to_owned());
        assert_eq!(taken_back(&incidents, 2), None, "a goal confirmed stands");
        incidents[3] = Incident { elapsed: Some(85), ..review };
        assert_eq!(taken_back(&incidents, 2), None, "a review long after is about another goal");
    }
}
