//! The page.

use super::{TwoFactor, load_two_factor};
use crate::component::copy::CopyButton;
use crate::component::form::{Field, FormError, form_state};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::Failure;
use crate::port::{Enrolment, FormState};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// A code, a picture to scan, or the codes to keep, as the reader's way goes.
#[component]
pub fn TwoFactorPage() -> impl IntoView {
    let form = form_state();
    let body = if form.secrets.is_empty() {
        let state = Resource::new(|| (), |()| load_two_factor());
        view! {
            <Transition fallback=|| view! { <Skeleton rows=1 shape=Shape::Form/> }>
                {move || {
                    let form = form.clone();
                    Suspend::new(async move {
                        match state.await {
                            Ok(stand) => body(stand, &form),
                            Err(error) => {
                                view! { <Failure error retry=routes::TWO_FACTOR/> }.into_any()
                            }
                        }
                    })
                }}
            </Transition>
        }
        .into_any()
    } else {
        codes(form.secrets)
    };
    view! {
        <Title text="Two-factor sign-in"/>
        <div class="page page-form">
            <h1>"Two-factor sign-in"</h1>
            {body}
        </div>
    }
    .into_any()
}

fn body(stand: TwoFactor, form: &FormState) -> AnyView {
    match stand {
        TwoFactor::Awaited => challenge(form.of("challenge")),
        TwoFactor::Off { required } => start(form.of("start"), required),
        TwoFactor::Waiting(enrolment) => confirm(enrolment, form.of("confirm")),
        TwoFactor::On => view! {
            <p class="page-sub">"It is switched on: we ask for a code whenever you sign in."</p>
            <a class="btn" href=routes::SETTINGS rel="external">"Go to your settings"</a>
        }
        .into_any(),
        TwoFactor::Stranger => view! {
            <p class="page-sub">"Sign in first; the code is asked for after your password."</p>
            <a class="btn btn-primary" href=routes::LOGIN rel="external">"Sign in"</a>
        }
        .into_any(),
    }
}

fn challenge(state: FormState) -> AnyView {
    view! {
        <p class="page-sub">"Write the six digits your device shows."</p>
        <form method="post" action=routes::TWO_FACTOR class="form" novalidate>
            <FormError state=state.clone()/>
            <input type="hidden" name="form" value="challenge"/>
            <Field
                label="Code" name="code" autocomplete="one-time-code"
                hint="Lost the device? Write one of your recovery codes." state
            />
            <button class="btn btn-primary">"Go on"</button>
        </form>
        <p class="form-end"><a href=routes::LOGIN rel="external">"Sign in as somebody else"</a></p>
    }
    .into_any()
}

fn start(state: FormState, required: bool) -> AnyView {
    let why = if required {
        "You look after this service, so a second factor is asked of you before anything else."
    } else {
        "A code from your device is asked for after your password, so that a stolen password is not enough."
    };
    view! {
        <p class="page-sub">{why}</p>
        <form method="post" action=routes::TWO_FACTOR class="form" novalidate>
            <FormError state=state.clone()/>
            <input type="hidden" name="form" value="start"/>
            <Field
                label="Your password" name="current" kind="password"
                autocomplete="current-password" state
            />
            <button class="btn btn-primary">"Set it up"</button>
        </form>
    }
    .into_any()
}

fn confirm(enrolment: Enrolment, state: FormState) -> AnyView {
    let Enrolment { secret, picture, side } = enrolment;
    let quiet = 4;
    let whole = side + 2 * quiet;
    let frame = format!("-{quiet} -{quiet} {whole} {whole}");
    let typed = secret.replace(' ', "");
    view! {
        <ol class="enrol">
            <li>
                "Scan this with an authenticator, such as Aegis, 1Password or Google Authenticator."
                <svg class="qr" viewBox=frame role="img" aria-label="The seed as a QR code">
                    <path d=picture shape-rendering="crispEdges"/>
                </svg>
                <div class="copy-line">
                    <code>{secret}</code>
                    <CopyButton label="Seed" text=typed/>
                </div>
            </li>
            <li>
                "Write the six digits it shows."
                <form method="post" action=routes::TWO_FACTOR class="form" novalidate>
                    <FormError state=state.clone()/>
                    <input type="hidden" name="form" value="confirm"/>
                    <Field label="Code" name="code" autocomplete="one-time-code" state/>
                    <button class="btn btn-primary">"Switch it on"</button>
                </form>
            </li>
        </ol>
    }
    .into_any()
}

fn codes(codes: Vec<String>) -> AnyView {
    let text = codes.join("\n");
    view! {
        <p class="notice notice-done" role="status">
            "Keep these recovery codes. Each lets you in once when your device is lost. They are shown only now."
        </p>
        <div class="panel codes">
            <ul>
                {codes.into_iter().map(|c| view! { <li><code>{c}</code></li> }).collect_view()}
            </ul>
            <CopyButton label="Recovery codes" text/>
        </div>
        <a class="btn btn-primary" href=routes::DASHBOARD rel="external">"I have kept them"</a>
    }
    .into_any()
}
