//! The page.

use super::scorers::scorers;
use super::table::{has_table, table};
use super::{load_league, words};
use crate::component::copy::CopyLine;
use crate::component::flag::Flag;
use crate::component::scores::{Scope, ScoreList};
use crate::component::skeleton::Skeleton;
use crate::component::state::{EmptyState, Failure};
use crate::port::{AppError, LeaguePage, ScoreFilter, ScoreRow};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A league: what is on, the table, what comes, what is over, who scores.
#[component]
pub fn LeagueView() -> impl IntoView {
    let params = use_params_map();
    // On the way to another page the words are missing already; this one keeps its own.
    let words = Memo::new(move |before: Option<&(String, String)>| {
        let now = params.with(|params| Some((params.get("sport")?, params.get("league")?)));
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let page = Resource::new(
        // Asked once more while the page is taken down; by then there is nothing to read.
        move || words.try_get(),
        |words| async move {
            match words {
                Some((sport, league)) => load_league(sport, league).await,
                None => Err(AppError::unavailable()),
            }
        },
    );
    view! {
        <div class="page">
            <Transition fallback=|| view! { <Skeleton/> }>
                {move || {
                    let words = words.try_get().unwrap_or_default();
                    Suspend::new(async move {
                        match page.await {
                            Ok(page) => body(page),
                            Err(error) => failure(error, &words),
                        }
                    })
                }}
            </Transition>
        </div>
    }
    .into_any()
}

fn failure(error: AppError, words: &(String, String)) -> AnyView {
    let retry = format!("/sports/{}/leagues/{}", words.0, words.1);
    view! {
        <Title text="League"/>
        <h1>"League"</h1>
        <Failure error retry/>
    }
    .into_any()
}

fn body(page: LeaguePage) -> AnyView {
    let LeaguePage {
        sport,
        league,
        channel,
        live,
        next,
        recent,
        table: standings,
        scorers: ranking,
        position,
        as_of,
    } = page;
    let about: Vec<String> = [
        Some(sport.name().to_owned()),
        league.country.clone(),
        league.season.as_ref().map(|season| format!("Season {season}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let scope = Scope {
        filter: ScoreFilter {
            sport: Some(sport),
            league: Some(league.slug.0.clone()),
            ..ScoreFilter::default()
        },
        channel: channel.clone(),
        day: as_of.date_naive().to_string(),
        position,
        as_of,
    };
    let empty = live.is_empty() && next.is_empty() && recent.is_empty();
    let (to_come, over) = words::parts(sport);
    let ranks = words::ranks_scorers(sport);
    let parts = [
        (!next.is_empty()).then_some(("#next", to_come)),
        (!recent.is_empty()).then_some(("#recent", over)),
        has_table(sport).then_some(("#table", "Table")),
        ranks.then_some(("#scorers", "Top scorers")),
    ];
    let tables = has_table(sport).then(|| {
        view! { <div>{table(sport, standings)} {ranks.then(|| scorers(ranking))}</div> }
    });
    let parts = parts.into_iter().flatten().map(|(href, name)| view! { <a href=href>{name}</a> });
    let section = |id: &'static str, title: &'static str, rows: Vec<ScoreRow>| {
        (!rows.is_empty()).then(|| {
            let limit = rows.len();
            view! {
                <section aria-labelledby=id class="league-section">
                    <h2 id=id>{title}</h2>
                    <ScoreList rows scope=scope.clone() limit bare=true/>
                </section>
            }
        })
    };
    let nothing = empty.then(|| {
        let none = move || {
            view! {
                <EmptyState
                    title="No matches known"
                    detail="Fixtures appear here as soon as the league announces them."
                    action=Some((routes::live(&ScoreFilter { sport: Some(sport), ..ScoreFilter::default() }), "See this sport"))
                />
            }
        };
        view! { <ScoreList rows=Vec::new() scope=scope.clone() bare=true empty=none/> }
    });
    view! {
        <Title text=league.name.clone()/>
        <div class="page-head league-title">
            <Flag url=league.flag.clone()/>
            <div>
                <h1>{league.name.clone()}</h1>
                <p class="page-sub">{about.join(" · ")}</p>
            </div>
        </div>
        <nav class="league-parts" aria-label="Parts of the league">{parts.collect_view()}</nav>
        <div class="league-columns">
            <div>
                {nothing}
                {section("on", "Now", live)}
                {section("next", to_come, next)}
                {section("recent", over, recent)}
            </div>
            {tables}
        </div>
        <section class="panel developer" aria-label="For developers">
            <CopyLine label="Channel" text=channel/>
            <CopyLine label="REST" text=format!("/api/v1{}/matches", routes::league(sport, &league.slug))/>
        </section>
    }
    .into_any()
}
