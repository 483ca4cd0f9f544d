//! Keys that work on every page, and the dialog that lists them.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// The keys, and what they do.
const KEYS: [(&str, &str); 3] = [
    ("/", "Go to the filter"),
    ("?", "Show these keys"),
    ("Esc", "Leave the filter or close this"),
];

/// The dialog of keys, and the listener that opens it and finds the filter.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let typing = is_field(event.target());
            match event.key().as_str() {
                "/" if !typing => {
                    if let Some(field) = element("filter") {
                        event.prevent_default();
                        let _ = field.focus();
                    }
                }
                "?" if !typing => {
                    if let Some(dialog) = dialog.get_untracked() {
                        let _ = dialog.show_modal();
                    }
                }
                "Escape" if typing => {
                    if let Some(field) = element("filter") {
                        let _ = field.blur();
                    }
                }
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
    let rows = KEYS.map(|(key, does)| {
        view! {
            <div>
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
            </div>
        }
    });
    view! {
        <dialog node_ref=dialog class="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>{rows.into_iter().collect_view()}</dl>
            <form method="dialog">
                <button class="btn btn-sm">"Close"</button>
            </form>
        </dialog>
    }
}

fn element(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Whether keys pressed there are somebody typing.
fn is_field(target: Option<web_sys::EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()).is_some_and(
        |element| {
            element.is_content_editable()
                || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        },
    )
}
