//! `/undo?token=`: take an account back that was moved to another address.

use crate::component::form::{FormError, form_state, query};
use crate::component::letter::{good_for, is_over};
use crate::port::LinkUse;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// One button.
#[component]
pub fn UndoPage() -> impl IntoView {
    let state = form_state().of("undo");
    let token = match state.value("token") {
        kept if kept.is_empty() => query("token"),
        kept => kept,
    };
    let body = if is_over(good_for(), &[LinkUse::Undo]) {
        view! {
            <p class="form-error" role="alert">
                "This link was used before or has run out: it is good once and for 7 days."
            </p>
            <p class="form-end">
                "If your account uses this address, choose a new password for it. "
                <a href=routes::FORGOT rel="external">"Ask for a link"</a>
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="page-sub">
                "Your account uses this address again, every session ends, and you choose a new password. Keys, a second factor and recovery codes that were made since the day before the move was asked for are ended; a letter says which."
            </p>
            <form method="post" action=routes::UNDO class="form">
                <FormError state/>
                <input type="hidden" name="token" value=token/>
                <button class="btn btn-primary">"Take it back"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Title text="Take your account back"/>
        <div class="page page-form">
            <h1>"Take your account back"</h1>
            {body}
        </div>
    }
    .into_any()
}
