//! `/verify?token=`: confirm an address. A button, so that programs that follow links in letters do
//! not use them up.

use crate::component::form::{Done, Field, FormError, form_state, query, request_viewer};
use crate::component::letter::{AskAnew, Over, good_for, is_over};
use crate::port::{LinkUse, Viewer};
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

/// The page of a link that is over: how to get another, or where to go on.
fn over(moves: bool, viewer: Option<&Viewer>) -> AnyView {
    let body = match viewer {
        Some(viewer) if !viewer.verified => view! {
            <form method="post" action=routes::SETTINGS class="form">
                <input type="hidden" name="form" value="verify"/>
                <button class="btn btn-primary">"Send the letter again"</button>
            </form>
        }
        .into_any(),
        _ if moves => view! {
            <p class="page-sub">
                "A change of address that is not done yet is asked for anew in your settings."
            </p>
            <a class="btn btn-primary" href=routes::SETTINGS rel="external">"Go to your settings"</a>
        }
        .into_any(),
        Some(_) => view! {
            <p class="page-sub">"The address of your account is confirmed."</p>
            <a class="btn btn-primary" href=routes::DASHBOARD rel="external">
                "Go to your dashboard"
            </a>
        }
        .into_any(),
        None => view! {
            <p class="page-sub">
                "If your address is not confirmed yet, have a letter sent to it: its link leads to a new password and confirms the address as well."
            </p>
            <AskAnew action=routes::FORGOT button="Send a new letter"/>
            <p class="form-end">
                <a href=routes::LOGIN rel="external">"Sign in"</a>
            </p>
        }
        .into_any(),
    };
    view! {
        <Over/>
        {body}
    }
    .into_any()
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
    let link = good_for();
    let moves =
        link == Some(LinkUse::Move) || query("for") == "email" || state.value("for") == "email";
    let asks = !moves && (!registered() || state.error("password").is_some());
    let kept = moves.then(|| view! { <input type="hidden" name="for" value="email"/> });
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
        None if is_over(link, &[LinkUse::Verify, LinkUse::Move]) => {
            over(moves, request_viewer().as_ref())
        }
        None => view! {
            <p class="page-sub">"Press the button to confirm that this address is yours."</p>
            <form method="post" action=routes::VERIFY class="form">
                <FormError state=state.clone()/>
                <input type="hidden" name="token" value=token/>
                {kept}
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
