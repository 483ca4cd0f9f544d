//! `/restore`: keep an account that waits to be deleted.

use crate::component::form::{FormError, form_state, request_viewer};
use crate::component::time::long_date;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Until when, and two buttons.
#[component]
pub fn RestorePage() -> impl IntoView {
    let state = form_state().of("restore");
    let day = request_viewer().and_then(|viewer| viewer.deleted_at);
    let body = match day {
        Some(day) => view! {
            <p class="page-sub">
                "It is closed, and on " <strong>{long_date(day.date_naive())}</strong>
                " it is deleted with all its data. Until then you can keep it: its keys work again at once."
            </p>
            <form method="post" action=routes::RESTORE class="form">
                <FormError state/>
                <button class="btn btn-primary">"Keep my account"</button>
            </form>
            <form method="post" action=routes::LOGOUT class="form">
                <button class="btn">"Let it go and sign out"</button>
            </form>
        }
        .into_any(),
        None => view! {
            <p class="page-sub">"No account that waits to be deleted is signed in here."</p>
            <a class="btn" href=routes::DASHBOARD rel="external">"Go to your dashboard"</a>
        }
        .into_any(),
    };
    view! {
        <Title text="Keep your account"/>
        <div class="page page-form">
            <h1>"Keep your account?"</h1>
            {body}
        </div>
    }
    .into_any()
}
