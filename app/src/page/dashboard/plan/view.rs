//! The page.

use super::load_plan;
use crate::component::chart::Meter;
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::Failure;
use crate::component::time::{Moment, exact};
use crate::page::dashboard::{Frame, Section};
use crate::port::{Forecast, PlanPage, PlanRow, grouped};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// The plan: quota with a forecast, and the plans side by side.
#[component]
pub fn DashboardPlan() -> impl IntoView {
    let page = Resource::new(|| (), |()| load_plan());
    view! {
        <Title text="Plan"/>
        <Frame at=Section::Plan>
            <h1>"Plan"</h1>
            <Transition fallback=|| view! { <Skeleton rows=5 shape=Shape::Table/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => body(&page),
                        Err(error) => view! { <Failure error retry=routes::PLAN/> }.into_any(),
                    }
                })}
            </Transition>
        </Frame>
    }
    .into_any()
}

fn body(page: &PlanPage) -> AnyView {
    let current = page.plans.iter().find(|plan| plan.name == page.current);
    let quota = current.map(|plan| quota(page, plan));
    let rows = page.plans.iter().map(|plan| row(plan, plan.name == page.current));
    view! {
        <p class="page-sub">"You are on " <strong>{page.current.clone()}</strong> "."</p>
        {quota}
        <section class="panel table-panel dash-section" aria-labelledby="plans">
            <h2 id="plans">"All plans"</h2>
            <div class="table-wrap" role="region" aria-labelledby="plans" tabindex="0">
                <table class="data">
                    <thead>
                        <tr>
                            <th scope="col">"Plan"</th>
                            <th scope="col" class="num">"Requests a minute"</th>
                            <th scope="col" class="num">"Requests a day"</th>
                            <th scope="col" class="num">"Sockets"</th>
                            <th scope="col" class="num">"Channels a socket"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="page-sub">"Days begin at 00:00 UTC. Answers of 304 and 429 cost nothing, nor do /account and /usage."</p>
        </section>
    }
    .into_any()
}

fn quota(page: &PlanPage, plan: &PlanRow) -> impl IntoView + use<> {
    let used = page.used;
    let forecast = Forecast::of(&used, plan.per_day, page.as_of);
    let class = match forecast {
        Forecast::EndsAt(_) | Forecast::Reached { .. } => "forecast forecast-short",
        Forecast::Lasts { .. } | Forecast::Unlimited => "forecast",
    };
    view! {
        <section class="panel table-panel dash-section" aria-labelledby="quota">
            <h2 id="quota">"Used so far"</h2>
            <Meter label="Counted today" used=used.today limit=plan.per_day/>
            <p class=class>{forecast.text()}</p>
            <Meter
                label="Busiest minute today"
                used=used.busiest_minute
                limit=Some(plan.per_minute)
                past=used.busiest_at
            />
            <Meter label="Open sockets" used=used.sockets limit=Some(plan.sockets)/>
            <p class="page-sub">
                "As of " <Moment at=page.as_of text=exact(page.as_of)/>
            </p>
        </section>
    }
}

fn row(plan: &PlanRow, current: bool) -> impl IntoView + use<> {
    let mark = current.then(|| view! { <span class="chip chip-good">"yours"</span> });
    view! {
        <tr aria-current=current.then_some("true")>
            <th scope="row">{plan.name.clone()} " " {mark}</th>
            <td class="num">{grouped(plan.per_minute)}</td>
            <td class="num">{plan.per_day.map_or_else(|| "not limited".to_owned(), grouped)}</td>
            <td class="num">{grouped(plan.sockets)}</td>
            <td class="num">{grouped(plan.channels)}</td>
        </tr>
    }
}
