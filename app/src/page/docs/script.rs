//! The scripts of single pages: files that are loaded where they are needed and nowhere else.

use crate::port::DocsPage;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Copy buttons, and one language for all examples of a page.
const READ: &str = "/docs.js";
/// The renderer of the API's description, and what starts it.
const RENDER: [&str; 2] = ["/pkg/scalar/standalone.js", "/docs-api.js"];
/// The console that connects.
const LISTEN: &str = "/docs-console.js";

/// What a page runs beside the app; it is whole without.
pub(super) fn scripts(page: DocsPage) -> impl IntoView {
    let own: &[&str] = match page {
        DocsPage::Api => &RENDER,
        DocsPage::Realtime => &[LISTEN],
        DocsPage::Index
        | DocsPage::QuickStart
        | DocsPage::Errors
        | DocsPage::Limits
        | DocsPage::Coverage
        | DocsPage::Migrating
        | DocsPage::Commands
        | DocsPage::Operations
        | DocsPage::Changelog => &[],
    };
    let one = |file: &&'static str| view! { <script src=*file nonce=use_nonce() defer></script> };
    [READ].iter().chain(own).map(one).collect_view()
}
