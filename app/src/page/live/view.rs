//! The page.

use super::filters::{date_strip, league_field, problem_notes, sport_tabs, status_tabs, summary};
use super::{FoundScores, load_scores, load_sports};
use crate::component::scores::{Scope, ScoreList};
use crate::component::skeleton::Skeleton;
use crate::component::state::{EmptyState, Failure};
use crate::component::time::machine;
use crate::port::{AppError, FilterProblem, ScoreFilter, ScorePage, SportCount, StatusFilter};
use crate::routes;
use entity::model::{Channel, LeagueSlug};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

/// Live scores under the filter in the URL.
#[component]
pub fn LiveScores() -> impl IntoView {
    let query = use_query_map();
    let path = use_location().pathname;
    // On the way to another page the query is that page's already; this one keeps its own.
    let read = Memo::new(move |before: Option<&(ScoreFilter, Vec<FilterProblem>)>| {
        let here = path.with(|path| path.trim_end_matches('/') == routes::LIVE);
        let kept = before.filter(|_| !here).cloned();
        kept.unwrap_or_else(|| query.with(|query| ScoreFilter::read(|name| query.get(name))))
    });
    let page = Resource::new(
        // Asked once more while the page is taken down; by then there is nothing to read.
        move || read.try_get().map(|(filter, _)| filter.query()),
        |query| async move {
            match query {
                Some(query) => load_scores(query).await,
                None => Err(AppError::unavailable()),
            }
        },
    );
    let sports = Resource::new(|| (), |()| load_sports());
    view! {
        <Title text="Live scores"/>
        <div class="page">
            <Transition fallback=|| view! { <Skeleton rows=12/> }>
                {move || {
                    let asked = read.try_get().unwrap_or_default();
                    Suspend::new(async move {
                    let (page, sports) = (page.await, sports.await);
                    let (filter, problems) = asked;
                    body(filter, problems, page, sports)
                })}}
            </Transition>
        </div>
    }
    .into_any()
}

fn body(
    mut filter: ScoreFilter,
    mut problems: Vec<FilterProblem>,
    page: Result<FoundScores, AppError>,
    sports: Result<Vec<SportCount>, AppError>,
) -> AnyView {
    let sports = sports.unwrap_or_default();
    let page = match page {
        Ok(FoundScores { page, unknown_league }) => {
            if unknown_league {
                problems.extend(filter.forget_league());
            }
            page
        }
        Err(error) => {
            let retry = routes::live(&filter);
            return view! {
                <h1>"Live scores"</h1>
                {sport_tabs(&filter, &sports)}
                <Failure error retry/>
            }
            .into_any();
        }
    };
    view! {
        <div class="page-head">
            <h1>"Live scores"</h1>
            <p class="page-sub">
                <time datetime=machine(page.as_of)>{summary(&page)}</time>
            </p>
        </div>
        {problem_notes(&filter, &problems)}
        {sport_tabs(&filter, &sports)}
        <div class="toolbar">
            {date_strip(&filter, &page)} {status_tabs(&filter, &page)} {league_field(&filter, &page)}
        </div>
        {rows(filter, page)}
    }
    .into_any()
}

fn rows(filter: ScoreFilter, page: ScorePage) -> AnyView {
    let shown = filter.clone();
    let empty = move || nothing(&shown);
    let scope = Scope {
        channel: channel_of(&filter).to_string(),
        filter,
        day: page.date,
        position: page.position,
        as_of: page.as_of,
    };
    view! { <ScoreList rows=page.rows scope empty/> }.into_any()
}

/// The empty list: either the filter is too narrow or the day has nothing.
fn nothing(filter: &ScoreFilter) -> impl IntoView + use<> {
    let narrowed =
        filter.sport.is_some() || filter.league.is_some() || filter.status != StatusFilter::All;
    if narrowed {
        view! {
            <EmptyState
                title="No match fits this filter"
                detail="There may be matches of other leagues, sports or states on this day."
                action=Some((
                    routes::live(&ScoreFilter { date: filter.date.clone(), ..ScoreFilter::default() }),
                    "Clear the filter",
                ))
            />
        }
    } else {
        view! {
            <EmptyState
                title="No matches on this day"
                detail="Matches appear here as soon as a league we follow announces them."
                action=Some((routes::LIVE.to_owned(), "Go to today"))
            />
        }
    }
}

/// The narrowest channel that covers what `filter` shows.
pub(crate) fn channel_of(filter: &ScoreFilter) -> Channel {
    match (filter.sport, &filter.league) {
        (Some(sport), Some(league)) if !league.chars().all(|c| c.is_ascii_digit()) => {
            Channel::League(sport, LeagueSlug(league.clone()))
        }
        (Some(sport), _) => Channel::Sport(sport),
        (None, _) => Channel::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channel_is_as_narrow_as_the_filter() {
        let name = |query: &str| channel_of(&ScoreFilter::from_query(query)).to_string();
        assert_eq!(name(""), "sports");
        assert_eq!(name("?sport=nba"), "sports.nba");
        assert_eq!(name("?sport=nba&league=nba"), "sports.nba.leagues.nba");
        assert_eq!(name("?sport=nba&league=12"), "sports.nba", "a number is no channel's word");
        assert_eq!(name("?league=serie-a"), "sports");
    }
}
