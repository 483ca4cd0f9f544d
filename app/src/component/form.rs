//! Fields of plain forms: a label, the input, a hint, and what is wrong with it.

#![allow(clippy::needless_pass_by_value, reason = "a component owns what it is given")]

use crate::component::proof::ProofOfWork;
use crate::port::{FormState, Viewer};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form that came back with this page, on both sides of the wire.
pub(crate) fn form_state() -> FormState {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let form = crate::request::form();
        #[cfg(not(feature = "ssr"))]
        let form = FormState::default();
        form
    })
    .into_inner()
}

/// Who is signed in, on both sides of the wire.
pub(crate) fn request_viewer() -> Option<Viewer> {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let viewer = crate::request::viewer();
        #[cfg(not(feature = "ssr"))]
        let viewer = None;
        viewer
    })
    .into_inner()
}

/// The id of the request that brought the page, on both sides of the wire.
pub(crate) fn request_id() -> Option<String> {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let id = crate::request::id();
        #[cfg(not(feature = "ssr"))]
        let id = None;
        id
    })
    .into_inner()
}

/// A word of the page's query.
pub(crate) fn query(name: &'static str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

/// One field.
#[component]
pub fn Field(
    /// What the reader sees.
    label: &'static str,
    /// What the server sees.
    name: &'static str,
    /// `text`, `email` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The form it is part of, as it came back.
    state: FormState,
    /// Tells fields of one name on one page apart.
    #[prop(default = "f")]
    scope: &'static str,
) -> impl IntoView {
    let error = state.error(name);
    let id = format!("{scope}-{name}");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = match (&hint, &error) {
        (None, None) => None,
        (Some(_), None) => Some(hint_id.clone()),
        (None, Some(_)) => Some(error_id.clone()),
        (Some(_), Some(_)) => Some(format!("{error_id} {hint_id}")),
    };
    let value = (kind != "password").then(|| state.value(name));
    let invalid = error.is_some().then_some("true");
    let mode = (autocomplete == "one-time-code").then_some("text");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                class="input"
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=mode
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
            />
            {error.map(|text| view! { <p class="field-error" id=error_id>{text}</p> })}
            {hint.map(|text| view! { <p class="field-hint" id=hint_id>{text}</p> })}
        </div>
    }
}

/// What is wrong with a form as a whole, announced to readers; and the work that is asked for.
#[component]
pub fn FormError(
    /// The form as it came back.
    state: FormState,
) -> impl IntoView {
    let whole = state.error("");
    let count = state.errors.len();
    let text = whole.or_else(|| {
        (count > 0).then(|| match count {
            1 => "One field needs another look.".to_owned(),
            n => format!("{n} fields need another look."),
        })
    });
    view! {
        {text.map(|text| view! { <p class="form-error" role="alert">{text}</p> })}
        <ProofOfWork state/>
    }
}

/// What has been done; announced to readers.
#[component]
pub fn Done(
    /// One or two sentences.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <p class="notice notice-done" role="status">{text}</p> }
}

/// Where letters land where there is no mail server.
pub(crate) fn mail_note() -> Option<impl IntoView> {
    let folder = use_context::<crate::port::Site>()?.mail_folder?;
    Some(view! {
        <p class="field-hint">
            "This installation has no mail server: letters are written into " <code>{folder}</code>
            " on the machine it runs on."
        </p>
    })
}
