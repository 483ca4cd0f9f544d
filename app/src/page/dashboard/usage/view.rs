//! The page.

use super::{load_usage, numbers::Numbers, picker};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::{EmptyState, Failure};
use crate::page::dashboard::{Frame, Section};
use crate::port::{AppError, UsageQuery, UsageReport};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

/// Usage under the query in the URL.
#[component]
pub fn DashboardUsage() -> impl IntoView {
    let query = use_query_map();
    let path = use_location().pathname;
    // On the way to another page the query is that page's already; this one keeps its own.
    let read = Memo::new(move |before: Option<&(UsageQuery, Vec<_>)>| {
        let here = path.with(|path| path.trim_end_matches('/') == routes::USAGE);
        let kept = before.filter(|_| !here).cloned();
        kept.unwrap_or_else(|| query.with(|query| UsageQuery::read(|name| query.get(name))))
    });
    let report = Resource::new(
        // Asked once more while the page is taken down; by then there is nothing to read.
        move || read.try_get().map(|(query, _)| query.query()),
        |query| async move {
            match query {
                Some(query) => load_usage(query).await,
                None => Err(AppError::unavailable()),
            }
        },
    );
    view! {
        <Title text="Usage"/>
        <Frame at=Section::Usage>
            <h1>"Usage"</h1>
            <Transition fallback=|| view! { <Skeleton rows=4 shape=Shape::Chart/> }>
                {move || {
                    let (query, problems) = read.try_get().unwrap_or_default();
                    Suspend::new(async move {
                        let report = report.await;
                        view! {
                            {picker::notes(&problems)}
                            {picker::links(&query)}
                            {body(&query, report)}
                        }
                    })
                }}
            </Transition>
        </Frame>
    }
    .into_any()
}

fn body(query: &UsageQuery, report: Result<UsageReport, AppError>) -> AnyView {
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            return view! { <Failure error retry=routes::usage(query)/> }.into_any();
        }
    };
    let form = picker::form(query, &report);
    let asked = query.clone();
    let empty = move || nothing(&asked);
    view! {
        {form}
        <Numbers query=query.clone() report empty/>
    }
    .into_any()
}

/// No requests: either the query is too narrow or nobody asked anything.
fn nothing(query: &UsageQuery) -> impl IntoView + use<> {
    if *query == UsageQuery::default() {
        view! {
            <EmptyState
                title="No requests in the last 24 hours"
                detail="Requests and socket minutes appear here a few seconds after they are made."
                action=Some((routes::KEYS.to_owned(), "See your keys"))
            />
        }
    } else {
        view! {
            <EmptyState
                title="No requests in this range"
                detail="There may be some at other times or with other keys."
                action=Some((routes::USAGE.to_owned(), "Show the last 24 hours"))
            />
        }
    }
}
