//! `/forgot`: ask for a new password.

use crate::component::form::{Done, Field, FormError, form_state, mail_note, query};
use crate::component::proof::MailedLink;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// An address to write to.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let state = form_state().of("forgot");
    let body = if query("done") == "sent" {
        view! {
            <Done text="If the address has an account, a letter is on its way. Its link is good once and for 30 minutes. Where several were asked for just now none is added: the links of those work."/>
            {mail_note()}
        }
        .into_any()
    } else {
        view! {
            <MailedLink state=state.clone()/>
            <p class="page-sub">"We send you a link to choose a new one."</p>
            <form method="post" action=routes::FORGOT class="form" novalidate>
                <FormError state=state.clone()/>
                <Field
                    label="E-mail" name="email" kind="email" autocomplete="username" state
                />
                <button class="btn btn-primary">"Send the link"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Title text="Forgot your password"/>
        <div class="page page-form">
            <h1>"Forgot your password?"</h1>
            {body}
            <p class="form-end">
                <a href=routes::LOGIN rel="external">"Back to sign in"</a>
            </p>
        </div>
    }
    .into_any()
}
