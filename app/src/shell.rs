//! The HTML around every page.

use crate::routes::App;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The document: head, stylesheet, scripts and the app.
///
/// The theme is an attribute from the reader's cookie, so the first paint is already in it and no
/// inline script is needed; without the cookie the stylesheet follows the system.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let stylesheet = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link
                    rel="preload"
                    href="/fonts/inter-latin.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="stylesheet" href=stylesheet/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The daisyUI theme of this request; `None` lets the system decide.
fn theme() -> Option<&'static str> {
    #[cfg(feature = "ssr")]
    let theme = crate::request::theme().and_then(crate::component::theme::Theme::attribute);
    #[cfg(not(feature = "ssr"))]
    let theme = None;
    theme
}
