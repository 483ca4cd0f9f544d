//! Lines of code with a button that copies them.

use super::copy::CopyButton;
use leptos::prelude::*;

/// What the lines do, a copy button, and the lines.
#[component]
pub fn CodeBlock(
    /// What they are, for the button's name: `Script`.
    label: &'static str,
    /// What they do.
    title: AnyView,
    /// The lines.
    text: String,
) -> impl IntoView {
    view! {
        <div class="code-block">
            <header>{title} <CopyButton label text=text.clone()/></header>
            <pre tabindex="0">
                <code>{text}</code>
            </pre>
        </div>
    }
}
