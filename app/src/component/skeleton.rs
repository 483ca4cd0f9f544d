//! What a panel shows while it loads: bars in the shape of what comes.

use leptos::prelude::*;

/// What will be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Score rows.
    #[default]
    Scores,
    /// The head of a match, and its timeline.
    Match,
    /// A table of names and numbers.
    Table,
    /// Numbers in tiles, and a panel below.
    Tiles,
    /// A chart, and the table below it.
    Chart,
    /// Panels with fields.
    Form,
}

/// Loading.
#[component]
pub fn Skeleton(
    /// How many rows, tiles or panels to draw.
    #[prop(default = 8)]
    rows: usize,
    /// Of what.
    #[prop(optional)]
    shape: Shape,
) -> impl IntoView {
    let many = |class: &'static str, parts: &'static [&'static str]| {
        (0..rows).map(|_| block(class, parts)).collect_view()
    };
    let score = ["skeleton-minute", "skeleton-names", "skeleton-score"].as_slice();
    let cells = ["skeleton-names", "skeleton-end"].as_slice();
    let drawn = match shape {
        Shape::Scores => view! { <div class="panel">{many("skeleton-row", score)}</div> }.into_any(),
        Shape::Match => view! {
            {block("panel skeleton-head", &["skeleton-names", "skeleton-digits", "skeleton-names"])}
            <div class="panel">{many("skeleton-row", &["skeleton-names"])}</div>
        }
        .into_any(),
        Shape::Table => view! { <div class="panel">{many("skeleton-row", cells)}</div> }.into_any(),
        Shape::Tiles => view! {
            <div class="tiles">{many("panel skeleton-tile", &["skeleton-minute", "skeleton-digits"])}</div>
            <div class="panel">{block("skeleton-row", cells)}</div>
        }
        .into_any(),
        Shape::Chart => view! {
            <div class="panel skeleton-chart">
                {(0..24).map(|_| view! { <span></span> }).collect_view()}
            </div>
            <div class="panel">{many("skeleton-row", cells)}</div>
        }
        .into_any(),
        Shape::Form => {
            many("panel skeleton-form", &["skeleton-minute", "skeleton-field", "skeleton-field"])
                .into_any()
        }
    };
    view! {
        <div role="status">
            <span class="sr-only">"Loading"</span>
            <div class="skeleton-whole" aria-hidden="true">{drawn}</div>
        </div>
    }
}

/// A block of bars.
fn block(class: &'static str, parts: &'static [&'static str]) -> impl IntoView {
    view! {
        <div class=class>
            {parts.iter().map(|part| view! { <span class=*part></span> }).collect_view()}
        </div>
    }
}
