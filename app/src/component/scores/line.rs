//! One match on one line, all of it one link.

use super::fact::{fact_view, facts};
use super::list_state::Line;
use super::mark::{mark, phrase};
use super::sides::{side_view, sides};
use crate::component::{age::Age, time::exact, time::machine};
use crate::routes;
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
        row.with(|row| day.with_value(|day| mark(row.sport, &row.status, row.starts_at, day)))
    });
    // What readers are told in place of a mark that is short for it.
    let spoken = Memo::new(move |_| row.with(|row| phrase(row.sport, &row.status)));
    let on = Memo::new(move |_| row.with(|row| row.status.phase.in_play()));
    let label = Memo::new(move |_| row.with(|row| row.status.label.clone()));
    let starts_at = Memo::new(move |_| row.with(|row| row.starts_at));
    let sides = Memo::new(move |_| row.with(sides));
    let facts = Memo::new(move |_| row.with(facts));
    let phase = Signal::derive(move || row.with(|row| row.status.phase));
    let as_of = Signal::derive(move || row.with(|row| row.as_of));
    let unit = move || {
        let unit = clock.with(|clock| clock.unit.clone());
        (!unit.is_empty()).then(|| view! { <span aria-hidden="true">{unit} " "</span> })
    };
    let live = move || {
        let told = on.get() && clock.with(|clock| clock.main != "live");
        told.then(|| view! { <span class="minute-under">{unit} <span class="live-word">"live"</span></span> })
    };
    view! {
        <li class="score-row" class:score-row-live=move || on.get() class:score-row-lit=move || lit.get()>
            <a class="score-link" href=href>
                <span class="minute">
                    <time
                        datetime=move || machine(starts_at.get())
                        title=move || format!("{}; begins {}", label.get(), exact(starts_at.get()))
                        aria-hidden=move || spoken.with(Option::is_some).then_some("true")
                    >
                        {move || clock.with(|clock| clock.main.clone())}
                    </time>
                    {move || spoken.get().map(|words| view! { <span class="sr-only">{words + ", "}</span> })}
                    {live}
                </span>
                <span class="sides">
                    {move || sides.get().into_iter().map(side_view).collect_view()}
                </span>
                <span class="facts">
                    {move || facts.get().into_iter().map(fact_view).collect_view()}
                </span>
                <Age as_of phase now/>
            </a>
        </li>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::fixtures;
    use crate::port::ScoreRow;
    use entity::model::{Match, Sport};

    fn html(it: &Match) -> String {
        let owner = Owner::new();
        owner.with(|| {
            let line = Line::new(ScoreRow::from(it));
            let day = StoredValue::new("2026-05-17".to_owned());
            let now = signal(it.as_of).0;
            ScoreLine(ScoreLineProps { line, day, now }).to_html()
        })
    }

    /// What a reader hears of a row: its text without what is hidden from readers.
    fn heard(html: &str) -> String {
        let parts = html.split("aria-hidden=\"true\"");
        // What is hidden here holds no element of its own kind but spans of figures.
        let kept = parts.enumerate().map(|(n, part)| {
            let cut = match (n, part.find("<span class=\"sr-only\">")) {
                (0, _) | (_, None) => part,
                (_, Some(at)) => &part[at..],
            };
            fixtures::text(cut)
        });
        kept.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_sport_has_a_row_that_reads_as_a_sentence() {
        for (sport, told) in [
            (Sport::Football, "67' live Arsenal 2 Chelsea 1 Latest goal Saka 64'"),
            (
                Sport::Basketball,
                "After overtime, Real Madrid 88 Barcelona 85 By quarter 20 to 18, 19 to 21, 20 to 20, \
                 18 to 18, overtime 11 to 8.",
            ),
            (Sport::Nba, "Third quarter, 2:17 left,"),
            (Sport::Hockey, "By period 1 to 0, 2 to 2, 1 to 2, overtime 0 to 0, shoot-out 1 to 2."),
            (
                Sport::Baseball,
                "Seventh inning, bottom, live Cubs 4 Mets 2 By inning 0 to 0, 1 to 0,",
            ),
            (Sport::Handball, "By half 13 to 12, 14 to 15, overtime and shoot-out 4 to 3."),
            (Sport::Rugby, "Half-time, live Leinster 17 Munster 10 By half 17 to 10."),
            (
                Sport::Volleyball,
                "Trentino 2 Perugia 1 By set 25 to 21, 22 to 25, 25 to 23, 14 to 9.",
            ),
            (Sport::AmericanFootball, "Third quarter, 8:22 left,"),
            (Sport::Afl, "Finished, Sydney 92 Geelong 71"),
            (
                Sport::Mma,
                "Finished, Sean Strickland Dricus Du Plessis won Decision, round 5, 5:00 Main card - \
                 Middleweight",
            ),
            (
                Sport::Formula1,
                "1. Max Verstappen 1:31:05.323 2. Lando Norris +6.031 3. Charles Leclerc +1:11.500 Race",
            ),
        ] {
            let heard = heard(&html(&fixtures::of(sport)));
            assert!(heard.contains(told), "{sport}: {heard}");
            assert!(!heard.contains("null") && !heard.contains(" '"), "{sport}: {heard}");
        }
    }

    #[test]
    fn a_session_without_entrants_is_called_by_its_name() {
        let mut it = fixtures::of(Sport::Formula1);
        it.competitors.clear();
        assert!(heard(&html(&it)).contains("Race"));
    }

    #[test]
    fn a_row_of_a_race_holds_those_in_front_alone() {
        let html = html(&fixtures::of(Sport::Formula1));
        assert!(!html.contains("Alex Albon") && !html.contains("Carlos Sainz"));
    }
}
