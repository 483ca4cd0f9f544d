//! `/enter?token=`: sign in by a mailed link. A button, so that programs that follow links in letters
//! do not use them up.

use crate::component::form::{FormError, form_state, query};
use crate::component::letter::{AskAnew, Over, good_for, is_over};
use crate::port::LinkUse;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// One button.
#[component]
pub fn EnterPage() -> impl IntoView {
    let state = form_state().of("enter");
    let token = match state.value("token") {
        kept if kept.is_empty() => query("token"),
        kept => kept,
    };
    let body = if is_over(good_for(), &[LinkUse::Enter]) {
        view! {
            <Over/>
            <AskAnew action=routes::LOGIN_LINK button="Mail me a new link"/>
        }
        .into_any()
    } else {
        view! {
            <p class="page-sub">"Press the button to sign in to your account."</p>
            <form method="post" action=routes::ENTER class="form">
                <FormError state/>
                <input type="hidden" name="token" value=token/>
                <button class="btn btn-primary">"Sign in"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Title text="Sign in"/>
        <div class="page page-form">
            <h1>"Sign in"</h1>
            {body}
            <p class="form-end">
                <a href=routes::LOGIN rel="external">"Sign in with your password"</a>
            </p>
        </div>
    }
    .into_any()
}
