//! The page.

use super::load_state;
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::Failure;
use crate::component::time::{Moment, exact};
use crate::port::{Part, PartState, ServiceState};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// How the service fares, in one sentence and by part.
#[component]
pub fn StatusView() -> impl IntoView {
    let state = Resource::new(|| (), |()| load_state());
    view! {
        <Title text="Status"/>
        <div class="page page-narrow">
            <h1>"Service status"</h1>
            <Transition fallback=|| view! { <Skeleton rows=4 shape=Shape::Table/> }>
                {move || Suspend::new(async move {
                    match state.await {
                        Ok(state) => body(&state),
                        Err(error) => view! { <Failure error retry=routes::STATUS/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn body(state: &ServiceState) -> AnyView {
    let worst = state.parts.iter().map(|part| part.state).max().unwrap_or(PartState::Working);
    let headline = match worst {
        PartState::Working => "Everything works.",
        PartState::Degraded => "Some parts are slow or late.",
        PartState::Down => "Some parts do not work.",
    };
    view! {
        <p class=format!("headline {}", class(worst))>{headline}</p>
        <div class="panel">
            <dl class="parts">{state.parts.iter().map(part).collect_view()}</dl>
        </div>
        <p class="page-sub">
            "As of " <Moment at=state.as_of text=exact(state.as_of)/>
        </p>
    }
    .into_any()
}

fn part(part: &Part) -> impl IntoView {
    let word = match part.state {
        PartState::Working => "Working",
        PartState::Degraded => "Degraded",
        PartState::Down => "Down",
    };
    view! {
        <div class="part">
            <dt>{part.name.clone()}</dt>
            <dd class="part-detail">{part.detail.clone()}</dd>
            <dd class=format!("part-state {}", class(part.state))>{word}</dd>
        </div>
    }
}

const fn class(state: PartState) -> &'static str {
    match state {
        PartState::Working => "state-working",
        PartState::Degraded => "state-degraded",
        PartState::Down => "state-down",
    }
}
