//! The three steps from nothing to the first request.

use crate::component::code::CodeBlock;
use crate::port::{Site, UsageSummary};
use crate::routes;
use leptos::prelude::*;

/// Create a key, copy the line, see the first request arrive.
pub(super) fn start(summary: &UsageSummary) -> impl IntoView + use<> {
    let site = use_context::<Site>().unwrap_or_default();
    let has_key = summary.keys > 0;
    let line = curl(&site.app_url, "$BTS_GURU_KEY");
    let first = if has_key {
        view! {
            <p>
                "You have a key. Its token was shown once; "
                <a href=routes::KEYS>"rotate it"</a> " if you need a new one."
            </p>
        }
        .into_any()
    } else {
        view! {
            <p>"A key says who asks. Its token is shown once."</p>
            <a class="btn btn-sm btn-primary" href=routes::new_key()>"Create a key"</a>
        }
        .into_any()
    };
    let (mark, waiting) = if has_key {
        ("step step-now", "Waiting for your first request. This page looks every 2 seconds.")
    } else {
        ("step", "It will show here, a few seconds after it is made.")
    };
    view! {
        <ol class="steps">
            <li class=if has_key { "step step-done" } else { "step step-now" }>
                <h2>
                    "Create a key"
                    {has_key.then(|| view! { <span class="chip chip-good">"done"</span> })}
                </h2>
                {first}
            </li>
            <li class=mark>
                <h2>"Copy the line and run it"</h2>
                <p>"Put your token in the place of " <code>"$BTS_GURU_KEY"</code> "."</p>
                <CodeBlock label="Line" title=view! { <h3>"Matches in play"</h3> }.into_any() text=line/>
            </li>
            <li class=mark>
                <h2>"See the first request arrive"</h2>
                <p role="status">{waiting}</p>
                <noscript>
                    <p>"Without script, " <a href=routes::DASHBOARD>"look again"</a> "."</p>
                </noscript>
            </li>
        </ol>
    }
}

/// Lines for a shell that ask for `address`.
pub(in crate::page::dashboard) fn ask(token: &str, address: &str) -> String {
    format!("curl -H \"Authorization: Bearer {token}\" \\\n  \"{address}\"")
}

/// Lines for a shell that ask for the matches in play.
pub(in crate::page::dashboard) fn curl(app_url: &str, token: &str) -> String {
    ask(token, &format!("{app_url}/api/v1/matches?status=live"))
}
