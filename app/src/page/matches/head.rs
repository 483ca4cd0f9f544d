//! The score on top, which stays in sight on phones.

use crate::component::age::Age;
use crate::component::flag::Flag;
use crate::component::scores::{mark, phrase, session_name, trails};
use crate::component::time::{Moment, to_the_minute};
use crate::reading::Reading;
use crate::routes;
use entity::model::{Competitor, Instant, Match, Period, Phase};
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
    let sport = shown.with_untracked(|shown| shown.sport);
    let sides = Memo::new(move |_| shown.with(|shown| shown.competitors.clone()));
    let status = Memo::new(move |_| shown.with(|shown| shown.status.clone()));
    let starts_at = Memo::new(move |_| shown.with(|shown| shown.starts_at));
    let on = move || status.with(|status| status.phase.in_play());
    let spoken = Memo::new(move |_| status.with(|status| phrase(sport, status)));
    let clock = move || {
        let words = spoken.get();
        words.unwrap_or_else(|| status.with(|it| mark(sport, it, starts_at.get(), "").main))
    };
    // Where the clock is told in words, they say what the label does.
    let label = move || {
        let told = spoken.with(Option::is_none);
        told.then(|| status.with(|status| status.label.clone()))
    };
    let as_of = Signal::derive(move || shown.with(|shown| shown.as_of));
    let phase = Signal::derive(move || status.with(|status| status.phase));
    let name = match Reading::of(sport) {
        Reading::Goals | Reading::Line(_) | Reading::Sets => "Score",
        Reading::Bout => "Bout",
        Reading::Race => "Session",
    };
    let main = move || match Reading::of(sport) {
        Reading::Goals | Reading::Line(_) | Reading::Sets => {
            sides_view(&sides.get(), status.with(|status| status.phase))
        }
        Reading::Bout => bout_view(&sides.get()),
        Reading::Race => race_view(shown, &sides.get()),
    };
    view! {
        {league_line(shown)}
        <section class="score-head panel" class:score-head-lit=move || lit.get() aria-label=name>
            <div class="score-head-main">{main}</div>
            <p class="score-head-state">
                <span class:live-word=on>{clock}</span>
                " "
                <span>{label}</span>
                " "
                <Age as_of phase now/>
            </p>
            {halves(shown)}
        </section>
    }
    .into_any()
}

/// Halves, extra time and shoot-out of football; other sports have a line score under the head.
fn halves(shown: RwSignal<Match>) -> Option<AnyView> {
    shown.with_untracked(|shown| Reading::of(shown.sport) == Reading::Goals).then_some(())?;
    let periods = Memo::new(move |_| shown.with(|shown| shown.periods.clone()));
    let words = move || {
        periods.with(|periods| {
            let tell = |period: &Period| {
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
    Some(view! { <ul class="periods" aria-label="By period">{words}</ul> }.into_any())
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
    let [home, away] = sides else { return ().into_any() };
    let score = |side: &Competitor| {
        side.score
            .map_or_else(|| if phase.in_play() { "0" } else { "–" }.to_owned(), |s| s.to_string())
    };
    let class = |side: &Competitor| {
        if trails(side, sides) { "head-score side-behind" } else { "head-score" }
    };
    view! {
        <span class="head-name head-home">{home.name.clone()} {crest(&home.name)}</span>
        <span class="head-digits">
            <span class=class(home)>{score(home)}</span>
            <span class="head-dash" aria-hidden="true">"–"</span>
            <span class=class(away)>{score(away)}</span>
        </span>
        <span class="head-name head-away">{crest(&away.name)} {away.name.clone()}</span>
    }
    .into_any()
}

/// Two fighters; the word stands beside whoever won.
fn bout_view(fighters: &[Competitor]) -> AnyView {
    let [first, second] = fighters else { return ().into_any() };
    let won = |one: &Competitor| {
        (one.winner == Some(true)).then(|| view! { <span class="head-won">"won"</span> })
    };
    let class = |one: &Competitor, side: &str| {
        let behind = if trails(one, fighters) { " side-behind" } else { "" };
        format!("head-name {side}{behind}")
    };
    view! {
        <span class=class(first, "head-home")>{first.name.clone()} " " {won(first)} {crest(&first.name)}</span>
        <span class="head-dash">"v"</span>
        <span class=class(second, "head-away")>{crest(&second.name)} {second.name.clone()} " " {won(second)}</span>
    }
    .into_any()
}

/// The session, and who is in front.
fn race_view(shown: RwSignal<Match>, entrants: &[Competitor]) -> AnyView {
    let session = shown.with_untracked(|shown| session_name(shown.league.round.as_deref()));
    let front = entrants.iter().take(3).map(|one| view! { <li>{one.name.clone()}</li> });
    let front = (!entrants.is_empty()).then(|| {
        view! { <ol class="head-front" aria-label="In front">{front.collect_view()}</ol> }
    });
    view! {
        <div class="head-race">
            <p class="head-session">{session}</p>
            {front}
        </div>
    }
    .into_any()
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::Sport;

    fn text(sport: Sport) -> String {
        let owner = Owner::new();
        let html = owner.with(|| {
            let it = fixtures::of(sport);
            let now = signal(it.as_of).0;
            let (shown, lit) = (RwSignal::new(it), RwSignal::new(false));
            ScoreHead(ScoreHeadProps { shown, lit, now }).to_html()
        });
        fixtures::text(&html)
    }

    #[test]
    fn the_head_says_the_score_and_the_state_as_the_sport_does() {
        for (sport, told) in [
            (Sport::Football, "2 – 1 CH Chelsea 67' Second half 0:00 ago 1H 1–1"),
            (Sport::Nba, "78 – 81 CE Celtics Third quarter, 2:17 left 0:00 ago"),
            (Sport::Hockey, "4 – 5 SA Sabres After a shoot-out"),
            (Sport::Baseball, "4 – 2 ME Mets Seventh inning, bottom 0:00 ago"),
            (Sport::Mma, "Sean Strickland SS v DD Dricus Du Plessis won Finished"),
            (
                Sport::Formula1,
                "Race Max Verstappen Lando Norris Charles Leclerc In progress, lap 23 of 57",
            ),
        ] {
            let text = text(sport);
            assert!(text.contains(told), "{sport}: {text}");
        }
    }

    #[test]
    fn nothing_that_is_not_told_is_written_as_null_or_an_empty_minute() {
        for sport in Sport::ALL {
            let text = text(sport);
            assert!(!text.contains("null") && !text.contains(" '"), "{sport}: {text}");
        }
    }
}
