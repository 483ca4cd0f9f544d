//! What the link of a letter that led to a page is good for, and how to get another.

use crate::component::form::Field;
use crate::port::{FormState, LinkUse};
use leptos::prelude::*;

/// What the link that led here is good for, on both sides of the wire; `None` where that was not
/// looked up.
pub(crate) fn good_for() -> Option<LinkUse> {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let link = crate::request::stage().link;
        #[cfg(not(feature = "ssr"))]
        let link = None;
        link
    })
    .into_inner()
}

/// Whether the link that led here is good for nothing on a page whose links are good for `wanted`.
pub(crate) fn is_over(link: Option<LinkUse>, wanted: &[LinkUse]) -> bool {
    link.is_some_and(|link| !wanted.contains(&link))
}

/// That a link is over; announced to readers.
#[component]
pub fn Over() -> impl IntoView {
    view! {
        <p class="form-error" role="alert">
            "This link was used before or has run out. Ask for a new one."
        </p>
    }
}

/// Asks for another letter.
#[component]
pub fn AskAnew(
    /// Where it is asked for.
    action: &'static str,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action=action class="form" novalidate>
            <Field
                label="E-mail" name="email" kind="email" autocomplete="username"
                state=FormState::default()
            />
            <button class="btn btn-primary">{button}</button>
        </form>
    }
}
