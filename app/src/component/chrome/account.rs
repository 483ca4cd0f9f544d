//! Who is signed in, or the way in.

use crate::port::Viewer;
use crate::routes;
use leptos::prelude::*;

/// A menu that needs no script, or two links.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let viewer = use_context::<Option<Viewer>>().flatten();
    match viewer {
        None => view! {
            <div class="enter">
                <a class="enter-link" href=routes::LOGIN rel="external">"Sign in"</a>
                <a class="btn btn-sm btn-primary" href=routes::REGISTER rel="external">"Register"</a>
            </div>
        }
        .into_any(),
        Some(viewer) => {
            let letter: String =
                viewer.email.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
            let name = format!("Account of {}", viewer.email);
            view! {
                <details class="account">
                    <summary aria-label=name>
                        <span class="account-letter" aria-hidden="true">{letter}</span>
                    </summary>
                    <div class="account-menu">
                        <p>
                            <strong>{viewer.email}</strong>
                            <span class="page-sub">{format!("Plan {}", viewer.plan)}</span>
                        </p>
                        <a href=routes::DASHBOARD rel="external">"Dashboard"</a>
                        <a href=routes::SETTINGS rel="external">"Settings"</a>
                        <form method="post" action=routes::LOGOUT>
                            <button>"Sign out"</button>
                        </form>
                    </div>
                </details>
            }
            .into_any()
        }
    }
}
