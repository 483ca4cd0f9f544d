//! `/login`: sign in.

use crate::component::form::{Done, Field, FormError, form_state, query};
use crate::component::proof::MailedLink;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Address and password.
#[component]
pub fn LoginPage() -> impl IntoView {
    let state = form_state().of("login");
    let next = match state.value("next") {
        kept if kept.is_empty() => query("next"),
        kept => kept,
    };
    let done = match query("done").as_str() {
        "out" => Some("You are signed out."),
        "reset" => Some(
            "Your new password is in force, and all other sessions were ended. Sign in with it.",
        ),
        "deleted" => Some(
            "Your account is closed; in 14 days it is deleted with all its data. Sign in before then to keep it.",
        ),
        "link" => Some(
            "If the address has an account, a letter with a link is on its way. It is good once and for 30 minutes. Where several were asked for just now none is added: the links of those work.",
        ),
        "late" => Some("That took too long. Sign in again."),
        _ => None,
    };
    let wanted = !next.is_empty() && done.is_none() && state.errors.is_empty();
    view! {
        <Title text="Sign in"/>
        <div class="page page-form">
            <h1>"Sign in"</h1>
            {done.filter(|_| state.errors.is_empty()).map(|text| view! { <Done text/> })}
            {wanted.then(|| view! { <p class="page-sub">"Sign in to see this page."</p> })}
            <MailedLink state=state.clone()/>
            <form method="post" action=routes::LOGIN class="form" novalidate>
                <FormError state=state.clone()/>
                <input type="hidden" name="next" value=next/>
                <Field
                    label="E-mail" name="email" kind="email" autocomplete="username"
                    state=state.clone()
                />
                <Field
                    label="Password" name="password" kind="password"
                    autocomplete="current-password" state
                />
                <button class="btn btn-primary">"Sign in"</button>
            </form>
            <p class="form-end">
                <a href=routes::FORGOT rel="external">"Forgot your password?"</a>
                <a href=routes::REGISTER rel="external">"Create an account"</a>
            </p>
        </div>
    }
    .into_any()
}
