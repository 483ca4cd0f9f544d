//! The few drawings of our own. All are decoration: the words stand beside them.

use super::theme::Theme;
use leptos::prelude::*;

/// The mark of the service: three rising bars, the last one a pulse.
pub fn mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <rect class="mark-field" width="24" height="24" rx="6"/>
            <path class="mark-line" d="M4 13.5h4l2.5-7 4 12 2.5-5h3"/>
        </svg>
    }
}

/// A star; filled by the stylesheet when its button is pressed.
pub fn star() -> impl IntoView {
    outline("m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z")
}

/// A ball in play.
pub fn ball() -> impl IntoView {
    view! {
        <svg class="icon icon-ball" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5"/>
            <path d="m8 5.2 2.7 1.9-1 3.1H6.3l-1-3.1z"/>
        </svg>
    }
}

/// Two arrows: one on, one off.
pub fn swap() -> impl IntoView {
    outline("M7 20V5m0 0L3.5 8.5M7 5l3.5 3.5M17 4v15m0 0 3.5-3.5M17 19l-3.5-3.5")
}

/// A sheet over a sheet.
pub fn copy() -> impl IntoView {
    outline("M9 9h11v11H9zM5 15H4V4h11v1")
}

/// An arrow to the left.
pub fn back() -> impl IntoView {
    outline("m14 6-6 6 6 6")
}

/// An arrow to the right.
pub fn forward() -> impl IntoView {
    outline("m10 6 6 6-6 6")
}

/// The drawing of a theme.
pub fn theme(theme: Theme) -> impl IntoView {
    outline(match theme {
        Theme::System => "M3 5h18v11H3zM8 20h8M12 16v4",
        Theme::Light => {
            "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4M17.6 17.6 \
             19 19M19 5l-1.4 1.4M6.4 17.6 5 19"
        }
        Theme::Dark => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
    })
}

fn outline(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon icon-line" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
            <path d=path/>
        </svg>
    }
}
