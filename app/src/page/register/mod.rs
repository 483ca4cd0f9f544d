//! `/register`: sign up.

use crate::component::form::{Done, Field, FormError, form_state, mail_note, query};
use crate::port::Site;
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Address and password; a letter confirms the address.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let state = form_state().of("register");
    let free = use_context::<Site>().and_then(|site| site.free);
    let free = free.map_or_else(String::new, |free| format!("Free: {}. No card.", free.said()));
    let done = match query("done").as_str() {
        "sent" => Some(
            "We have sent a letter to the address you gave. Follow its link to confirm the address; it is good for 24 hours.",
        ),
        "held" => Some(
            "One address gets only so many letters, and this one had its share just now, so we sent no other. Follow the link of one that came before, in this browser: it confirms the address with the password that you have just chosen.",
        ),
        _ => None,
    };
    let body = if let Some(text) = done {
        view! {
            <h1>"Read your mail"</h1>
            <Done text/>
            {mail_note()}
            <p class="form-end">
                {(query("done") == "sent").then_some("You can sign in already; keys and the rest come with the confirmation. ")} <a href=routes::LOGIN rel="external">"Sign in"</a>
            </p>
        }
        .into_any()
    } else {
        view! {
            <h1>"Create your account"</h1>
            <p class="page-sub">{free}</p>
            <form method="post" action=routes::REGISTER class="form" novalidate>
                <FormError state=state.clone()/>
                <Field
                    label="E-mail" name="email" kind="email" autocomplete="username"
                    state=state.clone()
                />
                <Field
                    label="Password" name="password" kind="password" autocomplete="new-password"
                    hint="At least 8 characters; 15 or more are better. A few plain words do well."
                    state
                />
                <button class="btn btn-primary">"Create account"</button>
            </form>
            <p class="form-end">
                "Have an account? " <a href=routes::LOGIN rel="external">"Sign in"</a>
            </p>
        }
        .into_any()
    };
    view! {
        <Title text="Create your account"/>
        <div class="page page-form">{body}</div>
    }
    .into_any()
}
