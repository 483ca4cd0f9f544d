//! The panel beside the keys.

use crate::routes;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// A panel at the side where there is room, above the table where there is none.
///
/// The focus comes along: to the first field that is wrong, else to the first to fill in, else to
/// the panel. Escape closes it.
#[component]
pub(super) fn Sheet(
    /// What it is about.
    title: String,
    /// The forms.
    content: AnyView,
) -> impl IntoView {
    let panel = NodeRef::<leptos::html::Section>::new();
    panel.on_load(|panel| {
        let find = |selector| panel.query_selector(selector).ok().flatten();
        let field = find("[aria-invalid=true]").or_else(|| find("[autofocus]"));
        let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
        // An element that cannot have the focus leaves it where it is.
        let _ = match field {
            Some(field) => field.focus(),
            None => panel.focus(),
        };
    });
    let navigate = use_navigate();
    let leave = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            navigate(routes::KEYS, NavigateOptions::default());
        }
    };
    view! {
        <section
            class="sheet"
            node_ref=panel
            tabindex="-1"
            aria-labelledby="sheet-title"
            on:keydown=leave
        >
            <div class="section-head">
                <h2 id="sheet-title">{title}</h2>
                <a class="btn btn-sm" href=routes::KEYS>"Close"</a>
            </div>
            {content}
        </section>
    }
}
