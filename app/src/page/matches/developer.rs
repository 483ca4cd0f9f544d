//! How to follow the match by code, and what comes over the wire.

use crate::component::copy::{CopyButton, CopyLine};
use crate::component::time::{Moment, hour_minute};
use crate::routes;
use chrono::Timelike;
use entity::model::{Change, Match};
use leptos::prelude::*;

/// How many changes stay on the page.
pub(super) const MAX_CHANGES: usize = 10;

/// Channel, path, and the last changes as they arrive.
#[component]
pub(super) fn Developer(
    /// The match.
    shown: RwSignal<Match>,
    /// Its latest changes, newest last.
    changes: RwSignal<Vec<Change>>,
) -> impl IntoView {
    let (channel, path) = shown.with_untracked(|shown| {
        (shown.channel.clone(), routes::match_api(shown.sport, &shown.league.slug, &shown.id))
    });
    let place = move || shown.with(|shown| format!("version {}, seq {}", shown.version, shown.seq));
    let newest_first = move || changes.get().into_iter().rev().collect::<Vec<_>>();
    view! {
        <section class="panel developer" aria-label="Addresses">
            <CopyLine label="Channel" text=channel/>
            <CopyLine label="REST" text=path/>
            <p class="page-sub">"Shown now: " <code>{place}</code></p>
        </section>
        <section class="panel changes" aria-labelledby="changes-title">
            <h2 id="changes-title">"Last changes, newest first"</h2>
            <Show when=move || changes.with(Vec::is_empty)>
                <p class="page-sub">"The next change of this match appears here as it arrives."</p>
            </Show>
            <For each=newest_first key=|change| change.version children=|change| change_view(&change)/>
        </section>
    }
    .into_any()
}

fn change_view(change: &Change) -> impl IntoView + use<> {
    let text = serde_json::to_string_pretty(change).unwrap_or_default();
    let time = format!("{}:{:02} UTC", hour_minute(change.at), change.at.second());
    let size = format!("{} bytes", serde_json::to_string(change).unwrap_or_default().len());
    view! {
        <details class="change">
            <summary>
                <code class="change-name">{change.event_name().as_str()}</code>
                <span>{format!("version {}", change.version)}</span>
                <Moment at=change.at text=time/>
                <span class="change-size">{size}</span>
            </summary>
            <div class="change-body">
                <CopyButton label="Change" text=text.clone()/>
                <pre tabindex="0">
                    <code>{text}</code>
                </pre>
            </div>
        </details>
    }
}
