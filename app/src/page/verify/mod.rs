//! `/verify?token=`: confirm an address. A button, so that programs that follow links in letters do
//! not use them up.

use crate::component::form::{Done, Field, FormError, form_state, query};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Whether somebody registered in this browser, on both sides of the wire.
fn registered() -> bool {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let registered = crate::request::stage().registered;
        #[cfg(not(feature = "ssr"))]
        let registered = false;
        registered
    })
    .into_inner()
}

/// One button.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let state = form_state().of("verify");
    let token = match state.value("token") {
        kept if kept.is_empty() => query("token"),
        kept => kept,
    };
    let done = match query("done").as_str() {
        "verify" => Some("Your address is confirmed."),
        "email" => Some("Your account uses this address from now on."),
        _ => None,
    };
    // A browser in which nobody registered is asked for the password; a link that moves an account
    // is asked for none.
    let asks = query("for") != "email" && !registered() || state.error("password").is_some();
    let field = asks.then(|| {
        view! {
            <Field
                label="Your password" name="password" kind="password"
                autocomplete="current-password"
                hint="The one you chose when you registered, so that nobody else's is put in force."
                state=state.clone()
            />
        }
    });
    let body = match done {
        Some(text) => view! {
            <Done text/>
            <a class="btn btn-primary" href=routes::DASHBOARD rel="external">
                "Go to your dashboard"
            </a>
        }
        .into_any(),
        None => view! {
            <p class="page-sub">"Press the button to confirm that this address is yours."</p>
            <form method="post" action=routes::VERIFY class="form">
                <FormError state=state.clone()/>
                <input type="hidden" name="token" value=token/>
                {field}
                <button class="btn btn-primary">"Confirm the address"</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <Title text="Confirm your address"/>
        <div class="page page-form">
            <h1>"Confirm your address"</h1>
            {body}
        </div>
    }
    .into_any()
}
