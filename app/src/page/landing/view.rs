//! The page.

use super::code::snippet;
use crate::component::code::CodeBlock;
use crate::component::scores::{Scope, ScoreList, title};
use crate::component::skeleton::Skeleton;
use crate::component::state::{EmptyState, Failure};
use crate::page::live::channel_of;
use crate::page::load_scores;
use crate::port::{
    AppError, ScoreFilter, ScorePage, ScoreRow, Site, StatusFilter, Viewer, grouped,
};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// How many matches stand on the page.
const SHOWN: usize = 8;

/// Live scores, one sentence, and the lines that subscribe to the first match.
#[component]
pub fn Landing() -> impl IntoView {
    let page = Resource::new(|| (), |()| first_rows());
    view! {
        <Title text=""/>
        <Meta
            name="description"
            content="Live scores of twelve sports by WebSocket, server-sent events and REST."
        />
        <div class="page">
            <div class="intro">
                <h1>"Live scores, pushed the moment they change"</h1>
                <p>
                    "Every match in one shape, over WebSocket, server-sent events and REST; any Pusher client works as it is."
                </p>
            </div>
            <Transition fallback=|| view! { <Skeleton rows=6/> }>
                {move || Suspend::new(async move { body(page.await) })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What is on now; where nothing is, the day.
async fn first_rows() -> Result<(ScoreFilter, ScorePage), AppError> {
    let live = ScoreFilter { status: StatusFilter::Live, ..ScoreFilter::default() };
    let page = load_scores(live.query()).await?.page;
    if page.rows.is_empty() {
        let day = ScoreFilter::default();
        let page = load_scores(day.query()).await?.page;
        return Ok((day, page));
    }
    Ok((live, page))
}

fn body(page: Result<(ScoreFilter, ScorePage), AppError>) -> AnyView {
    let (filter, mut page) = match page {
        Ok(found) => found,
        Err(error) => return view! { <Failure error retry=routes::HOME/> }.into_any(),
    };
    page.rows = in_turn(page.rows);
    let scope = Scope {
        channel: channel_of(&filter).to_string(),
        filter,
        day: page.date,
        position: page.position,
        as_of: page.as_of,
    };
    let Some(first) = page.rows.first() else {
        let empty = || {
            view! {
                <EmptyState
                    title="No matches today"
                    detail="Matches appear here as soon as a league we follow announces them."
                />
            }
        };
        return view! { <ScoreList rows=page.rows scope limit=SHOWN empty/> }.into_any();
    };
    let site = use_context::<Site>().unwrap_or_default();
    let script = snippet(&site, &first.channel);
    let name = title(first.sport, &first.league, &first.competitors);
    let title = format!("Subscribe to {name}");
    let all = format!("All {} matches of today", grouped(page.counts.all.into()));
    view! {
        <div class="landing">
            <section aria-label="Scores">
                <ScoreList rows=page.rows scope limit=SHOWN/>
                <p class="more">
                    <a class="btn btn-sm" href=routes::LIVE>{all}</a>
                </p>
            </section>
            <section class="panel code-panel" aria-labelledby="code-title">
                <CodeBlock
                    label="Script"
                    title=view! { <h2 id="code-title">{title}</h2> }.into_any()
                    text=script
                />
                <p>
                    "Each message carries the typed changes and a JSON merge patch: your copy plus the patch is our copy."
                </p>
                {sign_up()}
            </section>
        </div>
    }
    .into_any()
}

/// As many rows as the page has room for, of each sport in turn.
fn in_turn(mut rows: Vec<ScoreRow>) -> Vec<ScoreRow> {
    rows.sort_by_key(|row| (row.sport, row.starts_at));
    let mut turned: Vec<(usize, ScoreRow)> = Vec::with_capacity(rows.len());
    for row in rows {
        let turn = match turned.last() {
            Some((turn, last)) if last.sport == row.sport => turn + 1,
            Some(_) | None => 0,
        };
        turned.push((turn, row));
    }
    turned.sort_by_key(|(turn, _)| *turn);
    turned.truncate(SHOWN);
    turned.into_iter().map(|(_, row)| row).collect()
}

/// The way to a key of one's own.
fn sign_up() -> AnyView {
    if use_context::<Option<Viewer>>().flatten().is_some() {
        return view! {
            <p>
                <a class="btn btn-sm btn-primary" href=routes::DASHBOARD rel="external">
                    "Go to your dashboard"
                </a>
            </p>
        }
        .into_any();
    }
    let free = use_context::<Site>().and_then(|site| site.free);
    view! {
        <p class="sign-up">
            <a class="btn btn-sm btn-primary" href=routes::REGISTER rel="external">
                "Create your account"
            </a>
            {free.map(|free| view! { <span>{format!("Free: {}.", free.said())}</span> })}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::Sport;

    #[test]
    fn each_sport_has_its_turn_on_the_first_page() {
        let of = |sport| ScoreRow::from(&fixtures::of(sport));
        let mut rows: Vec<ScoreRow> = (0..9).map(|_| of(Sport::Football)).collect();
        rows.push(of(Sport::Nba));
        rows.push(of(Sport::Mma));
        let shown: Vec<Sport> = in_turn(rows).iter().map(|row| row.sport).collect();
        assert_eq!(shown[..4], [Sport::Football, Sport::Nba, Sport::Mma, Sport::Football]);
        assert_eq!(shown.len(), SHOWN);
    }
}
