//! The lines at the bottom.

use crate::routes;
use leptos::prelude::*;

/// What this is, the zone of all times, and where to look when something is amiss.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer-line">
            <p>"All times are UTC."</p>
            <p>
                <a href=routes::STATUS>"Service status"</a>
            </p>
            <p>
                <a href=routes::PRIVACY>"Privacy"</a>
            </p>
            <p>
                <a href=routes::DOCS_API rel="external">"API"</a>
            </p>
            <p>
                <a href=routes::DOCS_REALTIME rel="external">"Realtime"</a>
            </p>
            <p class="keys-hint">
                <span class="keys-filter">
                    <kbd>"/"</kbd> " filter "
                </span>
                <kbd>"?"</kbd> " keys"
            </p>
        </footer>
    }
}
