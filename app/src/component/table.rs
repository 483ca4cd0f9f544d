//! What tables share.

use leptos::prelude::*;

/// The head of a column: a short word in sight, read out as the long one.
pub(crate) fn column(short: &str, long: &str, class: &'static str) -> AnyView {
    let (short, long) = (short.to_owned(), long.to_owned());
    let title = long.clone();
    view! {
        <th scope="col" class=class title=title>
            <span aria-hidden="true">{short}</span>
            <span class="sr-only">{long}</span>
        </th>
    }
    .into_any()
}
