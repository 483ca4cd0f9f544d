//! What the upstream told, or a sentence in its place.

use crate::component::time::{Moment, to_the_minute};
use crate::port::Dated;
use leptos::prelude::*;

/// `show` the rows and how old they are; `away` where they could not be had, `none` where there are
/// none.
pub(super) fn as_of_note<T>(
    told: Option<Dated<T>>,
    away: &'static str,
    none: &'static str,
    show: impl FnOnce(Vec<T>) -> AnyView,
) -> AnyView {
    let Some(Dated { rows, as_of }) = told else { return sentence(away) };
    if rows.is_empty() {
        return sentence(none);
    }
    view! {
        {show(rows)}
        <p class="page-sub told-at">"As of " <Moment at=as_of text=to_the_minute(as_of)/></p>
    }
    .into_any()
}

fn sentence(words: &'static str) -> AnyView {
    view! { <p class="panel told-nothing">{words}</p> }.into_any()
}
