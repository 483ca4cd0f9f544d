//! The score on top, which stays in sight on phones.

use crate::component::age::Age;
use crate::component::flag::Flag;
use crate::component::scores::minute;
use crate::component::time::{Moment, to_the_minute};
use crate::routes;
use entity::model::{Competitor, Instant, Match, Phase};
use leptos::prelude::*;

/// League, sides, score, clock and age.
#[component]
pub(super) fn ScoreHead(
    /// The match.
    shown: RwSignal<Match>,
    /// A goal fell within the last seconds.
    lit: RwSignal<bool>,
    /// The service's time.
    now: ReadSignal<Instant>,
) -> impl IntoView {
    let sides = Memo::new(move |_| shown.with(|shown| shown.competitors.clone()));
    let status = Memo::new(move |_| shown.with(|shown| shown.status.clone()));
    let starts_at = Memo::new(move |_| shown.with(|shown| shown.starts_at));
    let periods = Memo::new(move |_| shown.with(|shown| shown.periods.clone()));
    let on = move || status.with(|status| status.phase.in_play());
    let clock = move || status.with(|status| minute(status, starts_at.get(), ""));
    let as_of = Signal::derive(move || shown.with(|shown| shown.as_of));
    let phase = Signal::derive(move || status.with(|status| status.phase));
    let period_words = move || {
        periods.with(|periods| {
            let tell = |period: &entity::model::Period| {
                let scores: Vec<String> = period
                    .scores
                    .iter()
                    .map(|score| score.map_or_else(|| "–".to_owned(), |score| score.to_string()))
                    .collect();
                view! {
                    <li>
                        <span class="period-name">{period.name.clone()}</span>
                        " "
                        {scores.join("–")}
                    </li>
                }
            };
            periods.iter().map(tell).collect_view()
        })
    };
    view! {
        {league_line(shown)}
        <section class="score-head panel" class:score-head-lit=move || lit.get() aria-label="Score">
            <div class="score-head-main">{move || sides_view(&sides.get(), status.with(|s| s.phase))}</div>
            <p class="score-head-state">
                <span class:live-word=on>{clock}</span>
                " "
                <span>{move || status.with(|status| status.label.clone())}</span>
                " "
                <Age as_of phase now/>
            </p>
            <ul class="periods" aria-label="By period">{period_words}</ul>
        </section>
    }
    .into_any()
}

/// `Premier League · England · Regular Season - 36`, and where and when.
fn league_line(shown: RwSignal<Match>) -> impl IntoView {
    shown.with_untracked(|shown| {
        let venue = shown.venue.as_ref().map(|venue| {
            [venue.name.clone(), venue.city.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let more: Vec<String> =
            [shown.league.round.clone(), venue, shown.referee.clone().map(|name| format!("Referee {name}"))]
                .into_iter()
                .flatten()
                .filter(|text| !text.is_empty())
                .collect();
        view! {
            <nav class="crumbs" aria-label="League">
                <Flag url=shown.league.flag.clone()/>
                <a href=routes::league(shown.sport, &shown.league.slug)>{shown.league.name.clone()}</a>
                <span>{shown.league.country.clone()}</span>
            </nav>
            <p class="page-sub match-facts">
                <Moment at=shown.starts_at text=to_the_minute(shown.starts_at)/>
                {more.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </p>
        }
    })
}

fn sides_view(sides: &[Competitor], phase: Phase) -> AnyView {
    let [home, away] = sides else { return field_view(sides) };
    let score = |side: &Competitor| {
        side.score
            .map_or_else(|| if phase.in_play() { "0" } else { "–" }.to_owned(), |s| s.to_string())
    };
    let trails = |one: &Competitor, other: &Competitor| match (one.winner, other.winner) {
        (Some(false), _) | (_, Some(true)) => true,
        (Some(true) | None, Some(false) | None) => one.score < other.score,
    };
    let class = |behind: bool| if behind { "head-score side-behind" } else { "head-score" };
    view! {
        <span class="head-name head-home">{home.name.clone()} {crest(&home.name)}</span>
        <span class="head-digits">
            <span class=class(trails(home, away))>{score(home)}</span>
            <span class="head-dash" aria-hidden="true">"–"</span>
            <span class=class(trails(away, home))>{score(away)}</span>
        </span>
        <span class="head-name head-away">{crest(&away.name)} {away.name.clone()}</span>
    }
    .into_any()
}

/// The field of a race, in order.
fn field_view(sides: &[Competitor]) -> AnyView {
    let entrant = |side: &Competitor| {
        view! {
            <li>
                <span>{side.name.clone()}</span>
                <span class="score">{side.score.map(|score| score.to_string())}</span>
            </li>
        }
    };
    view! { <ol class="field">{sides.iter().map(entrant).collect_view()}</ol> }.into_any()
}

/// A plain disc with the first letters; crests belong to their clubs.
fn crest(name: &str) -> impl IntoView + use<> {
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .collect();
    let letters =
        if letters.chars().count() < 2 { name.chars().take(2).collect() } else { letters };
    view! {
        <span class="crest" aria-hidden="true">
            {letters.to_uppercase()}
        </span>
    }
}
