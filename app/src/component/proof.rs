//! What is asked of a newcomer while a crowd of strangers tries a form.

#![allow(clippy::needless_pass_by_value, reason = "a component owns what it is given")]

use crate::port::FormState;
use crate::routes;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// How the widget looks, and that it watches nobody.
const LOOKS: &str =
    r#"{"hideFooter":true,"hideLogo":true,"humanInteractionSignature":false,"minDuration":0}"#;

const NO_SCRIPTS: &str =
    "<p class=\"field-hint\">This needs scripts, which your browser does not run.</p>";

/// Works out the challenge of a form that came back, if it has one. Stands inside the form, where it
/// adds the field `proof`.
#[component]
pub fn ProofOfWork(
    /// The form as it came back.
    state: FormState,
) -> impl IntoView {
    state.proof.map(|challenge| {
        view! {
            <div class="proof">
                <link rel="stylesheet" href="/pkg/altcha/altcha.css"/>
                <script type="module" src="/pkg/altcha/proof.js" nonce=use_nonce()></script>
                <altcha-widget
                    challenge=challenge name="proof" auto="onload" language="en"
                    configuration=LOOKS
                ></altcha-widget>
                // Browsers that run scripts take what is inside for text, not for elements.
                <noscript inner_html=NO_SCRIPTS></noscript>
            </div>
        }
    })
}

/// The way in without scripts, and without a password: a link by mail. Stands before a form that came
/// back with a challenge, for it is the one that everybody with an account can go.
#[component]
pub fn MailedLink(
    /// The form as it came back.
    state: FormState,
) -> impl IntoView {
    state.proof.is_some().then(|| {
        view! {
            <form method="post" action=routes::LOGIN_LINK class="form" novalidate>
                <p>
                    "Too many try just now, perhaps not you. If you have an account, we mail you a "
                    "link that signs you in; it needs no script and no password."
                </p>
                <input type="hidden" name="email" value=state.value("email")/>
                <button class="btn btn-primary">"Mail me a link"</button>
            </form>
        }
    })
}
