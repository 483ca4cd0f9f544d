//! The bar on top.

use super::AccountMenu;
use crate::component::{connection::ConnectionState, icon, theme::ThemeSwitch};
use crate::port::Site;
use crate::routes;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

/// Name, ways, connection, theme; and the note that the data is a demonstration.
#[component]
pub fn Header() -> impl IntoView {
    let demonstration = use_context::<Site>().is_some_and(|site| site.demonstration);
    let banner = demonstration.then(|| {
        view! {
            <p class="banner" role="note">
                <strong>"Demonstration."</strong>
                " These matches come from a built-in simulator; no real match is shown."
            </p>
        }
    });
    let path = use_location().pathname;
    let reading = move || path.with(|path| path.starts_with(routes::DOCS)).then_some("true");
    view! {
        {banner}
        <header class="topbar">
            <div class="topbar-inner">
                <a class="brand" href=routes::HOME>{icon::mark()} "BTS Guru"</a>
                <nav aria-label="Main">
                    <A href=routes::LIVE>"Live scores"</A>
                    <a href=routes::DOCS rel="external" aria-current=reading>"Docs"</a>
                    <A href=routes::STATUS>"Status"</A>
                </nav>
                <div class="topbar-end">
                    <ConnectionState/>
                    <ThemeSwitch/>
                    <AccountMenu/>
                </div>
            </div>
        </header>
    }
}
