//! The first tab: what happened, as the sport has it.

use super::timeline::Timeline;
use crate::component::scores::{Session, Verdict, bout_result, line_score, parts, race_order};
use crate::component::state::EmptyState;
use crate::reading::{Reading, tells_incidents};
use entity::model::Match;
use leptos::prelude::*;

/// A timeline, a line score, the result of a bout or the order of a race.
#[component]
pub(super) fn Summary(
    /// The match.
    shown: RwSignal<Match>,
) -> impl IntoView {
    let sport = shown.with_untracked(|shown| shown.sport);
    match Reading::of(sport) {
        Reading::Goals => view! { <Timeline shown/> }.into_any(),
        Reading::Line(_) | Reading::Sets => {
            let played = Memo::new(move |_| {
                shown.with(|it| {
                    let statistics = it.statistics.clone().unwrap_or_default();
                    (parts(sport, &it.periods, &it.status), it.competitors.clone(), statistics)
                })
            });
            let events = Memo::new(move |_| {
                tells_incidents(sport) || shown.with(|shown| !shown.incidents.is_empty())
            });
            let line = move || {
                played.with(|(parts, sides, statistics)| {
                    (!parts.is_empty()).then(|| line_score(sport, sides, parts, statistics))
                })
            };
            let rest = move || {
                if events.get() {
                    view! { <Timeline shown/> }.into_any()
                } else if played.with(|(parts, ..)| parts.is_empty()) {
                    untold(shown)
                } else {
                    ().into_any()
                }
            };
            view! {
                {line}
                {rest}
            }
            .into_any()
        }
        Reading::Bout => {
            let fought = Memo::new(move |_| {
                shown.with(|it| (Verdict::of(&it.incidents), it.periods.clone()))
            });
            let result = move || {
                fought.with(|(verdict, rounds)| {
                    if verdict.is_none() && rounds.is_empty() {
                        untold(shown)
                    } else {
                        bout_result(verdict.as_ref(), rounds)
                    }
                })
            };
            result.into_any()
        }
        Reading::Race => {
            let told = Memo::new(move |_| {
                shown.with(|it| {
                    let statistics = it.statistics.clone().unwrap_or_default();
                    (it.competitors.clone(), statistics, it.incidents.clone(), it.status.phase)
                })
            });
            let order = move || {
                told.with(|(entrants, statistics, incidents, phase)| {
                    if entrants.is_empty() {
                        untold(shown)
                    } else {
                        race_order(Session { entrants, statistics, incidents }, *phase)
                    }
                })
            };
            order.into_any()
        }
    }
}

/// What will be here, or that the upstream tells no more.
fn untold(shown: RwSignal<Match>) -> AnyView {
    let detail = shown.with_untracked(|shown| {
        let reading = Reading::of(shown.sport);
        let part = reading.part();
        match (reading, shown.status.phase.is_over()) {
            (Reading::Bout, false) => {
                "How the bout ends appears here as soon as it is told.".to_owned()
            }
            (Reading::Bout, true) => "How the bout ended is not told.".to_owned(),
            (Reading::Race, false) => {
                "The order of the entrants appears here as soon as it is told.".to_owned()
            }
            (Reading::Race, true) => "The order of the entrants is not told.".to_owned(),
            (Reading::Goals | Reading::Line(_) | Reading::Sets, false) => {
                format!("The score of each {part} appears here once play begins.")
            }
            (Reading::Goals | Reading::Line(_) | Reading::Sets, true) => {
                format!("The league tells no score for each {part}.")
            }
        }
    });
    view! { <EmptyState title="Nothing to tell yet" detail/> }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::Sport;

    fn text(it: Match) -> String {
        let owner = Owner::new();
        let html = owner.with(|| Summary(SummaryProps { shown: RwSignal::new(it) }).to_html());
        fixtures::text(&html)
    }

    #[test]
    fn each_sport_has_a_summary_of_its_own() {
        for (sport, told) in [
            (Sport::Football, "64' Goal, Saka"),
            (Sport::Basketball, "Real Madrid 20 19 20 18 11 88"),
            (Sport::Nba, "Celtics 24 26 31 – 81"),
            (Sport::Hockey, "Sabres 0 2 2 0 2 5"),
            (Sport::Baseball, "Cubs 0 1 0 0 0 3 0 – – 4 9 0"),
            (Sport::Handball, "Kiel 13 14 4 31"),
            (Sport::Rugby, "Leinster 17 – 17"),
            (Sport::Volleyball, "Perugia 21 25 23 9 1"),
            (Sport::AmericanFootball, "Bills 0 7 7 – 14"),
            (Sport::Afl, "Nothing to tell yet"),
            (Sport::Mma, "Method Decision"),
            (Sport::Formula1, "2 Lando Norris +6.031"),
        ] {
            let text = text(fixtures::of(sport));
            assert!(text.contains(told), "{sport}: {text}");
        }
    }

    #[test]
    fn what_is_not_told_is_said_in_a_sentence() {
        for sport in Sport::ALL {
            let mut it = fixtures::of(sport);
            it.periods.clear();
            it.incidents.clear();
            it.statistics = None;
            if Reading::of(sport) == Reading::Race {
                it.competitors.clear();
            }
            let text = text(it);
            assert!(text.starts_with("Nothing to tell yet"), "{sport}: {text}");
        }
    }
}
