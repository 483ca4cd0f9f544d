//! A text with a button that copies it.

use super::icon;
use leptos::leptos_dom::helpers::set_timeout;
use leptos::prelude::*;
use std::time::Duration;

/// One line in mono and a copy button. Without a script the text can still be marked and copied.
#[component]
pub fn CopyLine(
    /// What the line is: `Channel`.
    label: &'static str,
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="copy-line">
            <span class="copy-label">{label}</span>
            <code>{breakable(&text)}</code>
            <CopyButton label text/>
        </div>
    }
}

/// `text` with a place to break the line after every dot and slash.
fn breakable(text: &str) -> Vec<AnyView> {
    let part = |part: &str| view! { {part.to_owned()} <wbr/> }.into_any();
    text.split_inclusive(['.', '/']).map(part).collect()
}

/// Copies `text` and says so for two seconds.
#[component]
pub fn CopyButton(
    /// What is copied, for the button's name.
    label: &'static str,
    /// The text.
    text: String,
) -> impl IntoView {
    let (said, set_said) = signal("Copy");
    let copy = move |_| {
        let clipboard = window().navigator().clipboard();
        // Plain HTTP pages have no clipboard; then the text is still there to be marked.
        let done = if clipboard.is_undefined() {
            "Mark and copy"
        } else {
            drop(clipboard.write_text(&text));
            "Copied"
        };
        set_said.set(done);
        let restore = move || {
            // The button may be gone by then.
            let _ = set_said.try_set("Copy");
        };
        set_timeout(restore, Duration::from_secs(2));
    };
    view! {
        <button type="button" class="btn btn-xs copy-button" on:click=copy>
            {icon::copy()}
            <span aria-live="polite">{move || said.get()}</span>
            <span class="sr-only">{format!(" {}", label.to_lowercase())}</span>
        </button>
    }
}
