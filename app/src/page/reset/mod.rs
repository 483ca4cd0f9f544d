//! `/reset?token=`: choose a new password.

use crate::component::form::{Done, Field, FormError, form_state, query};
use crate::component::letter::{AskAnew, Over, good_for, is_over};
use crate::port::LinkUse;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// The new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let state = form_state().of("reset");
    let token = match state.value("token") {
        kept if kept.is_empty() => query("token"),
        kept => kept,
    };
    let undone = query("done") == "undone" && state.errors.is_empty();
    let body = if is_over(good_for(), &[LinkUse::Reset]) {
        view! {
            <Over/>
            <AskAnew action=routes::FORGOT button="Send a new link"/>
        }
        .into_any()
    } else {
        view! {
            {undone.then(|| view! { <Done text="Your account uses this address again. A letter to it says what was ended."/> })}
            <p class="page-sub">"Every session of your account will be ended."</p>
            <form method="post" action=routes::RESET class="form" novalidate>
                <FormError state=state.clone()/>
                <input type="hidden" name="token" value=token/>
                <Field
                    label="New password" name="password" kind="password"
                    autocomplete="new-password"
                    hint="At least 8 characters; 15 or more are better." state
                />
                <button class="btn btn-primary">"Set the password"</button>
            </form>
            <p class="form-end">
                <a href=routes::FORGOT rel="external">"Ask for a new link"</a>
            </p>
        }
        .into_any()
    };
    view! {
        <Title text="Choose a new password"/>
        <div class="page page-form">
            <h1>"Choose a new password"</h1>
            {body}
        </div>
    }
    .into_any()
}
