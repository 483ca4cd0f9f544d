//! The key that requests are tried with on `/docs/api`.
//!
//! A token is known to nobody but its owner. What can be offered is the names of the reader's keys, the
//! tokens that were made in this tab (the page that shows one keeps it, see [`keep`]), and a field for
//! all others.

use super::load::{OwnKey, load_own_keys};
use crate::port::{NewKey, Viewer};
use crate::routes;
use leptos::prelude::*;

/// What the tab keeps a made token under; its public id follows. `public/docs-api.js` reads it.
const MADE: &str = "made-key:";

/// Keep a new token until the tab is closed, so that it can be tried in the documentation.
pub(crate) fn keep(made: &NewKey) {
    // Where a browser keeps nothing, the field takes what is typed.
    if let Ok(Some(tab)) = window().session_storage() {
        let _ = tab.set_item(&format!("{MADE}{}", made.public_id), &made.token);
    }
}

/// The form that picks the key. A script opens it, for without one nothing can be tried.
#[component]
pub(super) fn KeyPicker() -> impl IntoView {
    let signed_in = use_context::<Option<Viewer>>().flatten().is_some();
    let keys = Resource::new(
        || (),
        move |()| async move {
            // The names are a convenience: without them the field takes any token.
            if signed_in { load_own_keys().await.unwrap_or_default() } else { Vec::new() }
        },
    );
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move { form(keys.await, signed_in) })}
        </Transition>
    }
    .into_any()
}

fn form(keys: Vec<OwnKey>, signed_in: bool) -> AnyView {
    let options =
        keys.into_iter().map(|key| view! { <option value=key.public_id>{key.name}</option> });
    let way = if signed_in {
        view! { <a href=routes::new_key() rel="external">"Make a key"</a> }.into_any()
    } else {
        let login = format!("{}?next={}", routes::LOGIN, routes::escaped(routes::DOCS_API));
        view! { <a href=login rel="external">"Sign in to pick one of your keys"</a> }.into_any()
    };
    view! {
        <form id="docs-key" class="panel docs-key" hidden>
            <label>
                "Key"
                <select class="input" name="key">
                    <option value="">"Another key"</option>
                    {options.collect_view()}
                </select>
            </label>
            <label class="docs-key-token">
                "Token"
                <input
                    class="input"
                    type="password"
                    name="token"
                    placeholder="bts_live_…"
                    autocomplete="off"
                    spellcheck="false"
                />
            </label>
            <button class="btn btn-primary">"Use this key"</button>
            <p>
                <span id="docs-key-state" role="status">"Requests are tried without a key."</span>
                " " {way}
            </p>
        </form>
    }
    .into_any()
}
