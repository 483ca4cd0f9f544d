//! The page.

use super::{load_overview, start::start};
use crate::component::chart::{Meter, Sparkline};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::{Failure, Stale};
use crate::component::time::{Moment, exact, to_the_minute};
use crate::live::every_second;
use crate::page::dashboard::{Frame, Section};
use crate::port::{
    BusyKey, ErrorKind, FirstRequest, Grouping, UsageQuery, UsageSummary, grouped, milliseconds,
};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Seconds between looks before the first request, and after it.
const LOOK_EVERY: (u32, u32) = (2, 15);

/// The overview: three steps at first, numbers from the first request on.
#[component]
pub fn DashboardOverview() -> impl IntoView {
    let summary = Resource::new(|| (), |()| load_overview());
    let waiting = StoredValue::new(false);
    let arrived = StoredValue::new(false);
    let kept = StoredValue::new(None::<UsageSummary>);
    Effect::new(move |_| {
        let passed = StoredValue::new(0_u32);
        every_second(move || {
            let every =
                if waiting.try_get_value().unwrap_or(false) { LOOK_EVERY.0 } else { LOOK_EVERY.1 };
            let now = passed.try_update_value(|passed| {
                *passed = (*passed + 1) % every;
                *passed == 0
            });
            if now == Some(true) {
                summary.refetch();
            }
        });
    });
    view! {
        <Title text="Overview"/>
        <Frame at=Section::Overview>
            <h1>"Overview"</h1>
            <Transition fallback=|| view! { <Skeleton rows=4 shape=Shape::Tiles/> }>
                {move || Suspend::new(async move {
                    match summary.await {
                        Ok(summary) => {
                            if waiting.try_get_value() == Some(true) && summary.first.is_some() {
                                arrived.set_value(true);
                            }
                            waiting.set_value(summary.first.is_none());
                            kept.set_value(Some(summary.clone()));
                            body(&summary, arrived.try_get_value().unwrap_or(false))
                        }
                        Err(error) => match kept.try_get_value().flatten() {
                            Some(summary) if error.kind != ErrorKind::SignedOut => stale(&summary),
                            Some(_) | None => {
                                view! { <Failure error retry=routes::DASHBOARD/> }.into_any()
                            }
                        },
                    }
                })}
            </Transition>
        </Frame>
    }
    .into_any()
}

/// What was read before, and that it is of then.
fn stale(summary: &UsageSummary) -> AnyView {
    let at = exact(summary.counted_until);
    let text = format!("Newer numbers could not be had just now. These are kept from {at}.");
    view! {
        <Stale text=Some(text)/>
        {body(summary, false)}
    }
    .into_any()
}

/// The steps or the numbers; `arrived` where the first request came while this page was open.
fn body(summary: &UsageSummary, arrived: bool) -> AnyView {
    match &summary.first {
        None => start(summary).into_any(),
        Some(first) => {
            let news = arrived.then(|| news(first));
            view! { {news} {numbers(summary)} }.into_any()
        }
    }
}

fn news(first: &FirstRequest) -> impl IntoView + use<> {
    let text = format!("{} was answered with {}.", first.endpoint, first.status);
    view! {
        <p class="notice" role="status">
            <strong>"Your first request arrived. "</strong> {text} " "
            <Moment at=first.at text=to_the_minute(first.at)/>
        </p>
    }
}

fn numbers(summary: &UsageSummary) -> impl IntoView + use<> {
    let by_status = routes::usage(&UsageQuery { by: Grouping::Status, ..UsageQuery::default() });
    let usage = routes::USAGE.to_owned();
    let p95 = milliseconds(summary.p95_ms);
    let free = summary.requests_today - summary.charged_today.min(summary.requests_today);
    let uncounted = format!(
        "{} refused with 429 and {} free of charge today. ",
        grouped(summary.limited_today),
        grouped(free.saturating_sub(summary.limited_today))
    );
    let errors = grouped(summary.errors_today);
    let sockets = format!("{} of {}", grouped(summary.sockets), grouped(summary.socket_limit));
    let busiest = summary.busiest.iter().map(busy).collect_view();
    let none = summary.busiest.is_empty().then(|| {
        view! { <p class="page-sub">"No key was used in the last 24 hours."</p> }
    });
    view! {
        <div class="tiles">
            {tile(
                "Requests today",
                grouped(summary.requests_today),
                Some((summary.requests.clone(), "Requests an hour, last 24 hours")),
                usage,
            )}
            {tile(
                "Errors today",
                errors,
                Some((summary.errors.clone(), "Errors an hour, last 24 hours")),
                by_status.clone(),
            )}
            {tile(
                "p95, last hour",
                p95,
                Some((summary.p95.clone(), "Milliseconds of 95 in 100 answers, by hour")),
                routes::USAGE.to_owned(),
            )}
            {tile("Open sockets", sockets, None, routes::PLAN.to_owned())}
        </div>
        <section class="panel table-panel dash-section" aria-label="Quota">
            <Meter label="Counted today" used=summary.charged_today limit=summary.per_day/>
            <p class="page-sub">
                {uncounted}
                <a href=by_status>"See by status"</a> " · "
                <a href=routes::PLAN>"See the forecast"</a>
            </p>
        </section>
        <section class="panel table-panel dash-section" aria-labelledby="busiest">
            <h2 id="busiest">"Busiest keys, last 24 hours"</h2>
            <ul class="busy">{busiest}</ul>
            {none}
        </section>
        <p class="page-sub">
            "Counted up to " <Moment at=summary.counted_until text=exact(summary.counted_until)/>
        </p>
    }
}

fn tile(
    label: &'static str,
    number: String,
    spark: Option<(Vec<u64>, &'static str)>,
    href: String,
) -> impl IntoView {
    let spark = spark.map(|(values, label)| view! { <Sparkline values label/> });
    view! {
        <a class="panel tile" href=href>
            <span class="tile-label">{label}</span>
            <strong class="tile-number">{number}</strong>
            {spark}
        </a>
    }
}

fn busy(key: &BusyKey) -> impl IntoView + use<> {
    let query = UsageQuery::default().with_key(Some(key.public_id.clone()));
    let requests = format!("{} requests", grouped(key.requests));
    view! {
        <li>
            <a href=routes::usage(&query)>{key.name.clone()}</a>
            <Sparkline values=key.spark.clone() label="Requests an hour, last 24 hours"/>
            <span class="num">{requests}</span>
        </li>
    }
}
