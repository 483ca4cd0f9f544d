//! A small line beside a number.

use super::geometry::line;
use crate::port::grouped;
use leptos::prelude::*;

/// A line through `values`, oldest first, told in words to those who do not see it.
#[component]
pub fn Sparkline(
    /// The values.
    values: Vec<u64>,
    /// What they are: `Requests an hour, last 24 hours`.
    label: &'static str,
) -> impl IntoView {
    let points = line(&values, 96.0, 24.0);
    let highest = values.into_iter().max().unwrap_or(0);
    let words = format!("{label}: {} at most.", grouped(highest));
    view! {
        <svg
            class="spark"
            viewBox="0 0 96 24"
            width="96"
            height="24"
            preserveAspectRatio="none"
            role="img"
            aria-label=words
        >
            <polyline points=points vector-effect="non-scaling-stroke"/>
        </svg>
    }
}
