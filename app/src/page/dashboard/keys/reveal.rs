//! A new token, shown once.

use crate::component::code::CodeBlock;
use crate::component::copy::CopyLine;
use crate::component::time::{Moment, exact};
use crate::page::dashboard::overview::{ask, curl};
use crate::page::{keep_key, landing_snippet};
use crate::port::{NewKey, Site};
use crate::routes;
use entity::model::{Instant, Scope};
use leptos::prelude::*;

/// The token in a box that has the focus, with all that is needed to use it.
#[component]
pub(super) fn Reveal(
    /// The token.
    made: NewKey,
    /// Until when the one before it is good.
    old_until: Option<Instant>,
) -> impl IntoView {
    let site = use_context::<Site>().unwrap_or_default();
    let kept = made.clone();
    Effect::new(move |_| keep_key(&kept));
    let shell = if made.scopes.contains(&Scope::MatchesRead) {
        curl(&site.app_url, &made.token)
    } else {
        ask(&made.token, &format!("{}/api/v1/account", site.app_url))
    };
    let script = made.scopes.contains(&Scope::StreamConnect).then(|| {
        let site = Site { socket_key: made.public_id.clone(), ..site.clone() };
        let text = landing_snippet(&site, "sports");
        let title = view! { <h3>"Follow all changes with pusher-js"</h3> }.into_any();
        view! { <CodeBlock label="Script" title text/> }
    });
    let old = old_until.map(|until| {
        view! {
            <p>"The old token works until " <Moment at=until text=exact(until)/> "."</p>
        }
    });
    let title = format!("The token of “{}”", made.name);
    let href = env(&site.app_url, &made.token);
    let focus = NodeRef::<leptos::html::Section>::new();
    // A box that comes by script is not focused by the browser itself.
    focus.on_load(|section| {
        let _ = section.focus();
    });
    view! {
        <section
            class="panel reveal"
            node_ref=focus
            tabindex="-1"
            autofocus
            aria-labelledby="reveal-title"
        >
            <h2 id="reveal-title">{title}</h2>
            <p>
                <strong>"Copy it now: it is shown this once."</strong>
                " Nobody but this tab remembers it, until it is closed, so that you can "
                <a href=routes::DOCS_API rel="external">"try it"</a>
                ". Whoever has it can use your plan."
            </p>
            {old}
            <CopyLine label="Token" text=made.token/>
            <CodeBlock label="Shell" title=view! { <h3>"Ask from a shell"</h3> }.into_any() text=shell/>
            {script}
            <p class="row-actions">
                <a class="btn btn-sm" href=href download="bts-guru.env">
                    "Download .env"
                </a>
                <a class="btn btn-sm btn-primary" href=routes::KEYS rel="external">"I saved it"</a>
            </p>
        </section>
    }
}

/// An address that holds the file itself, so that the token goes nowhere once more.
fn env(app_url: &str, token: &str) -> String {
    let text = format!("BTS_GURU_URL={app_url}\nBTS_GURU_KEY={token}\n");
    format!("data:text/plain;charset=utf-8,{}", routes::escaped(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_env_file_has_the_token_and_the_address() {
        let address = env("http://127.0.0.1:8000", "bts_live_abc_1");
        let (_, text) = address.split_once(',').expect("has a body");
        assert_eq!(
            routes::unescaped(text).as_deref(),
            Some("BTS_GURU_URL=http://127.0.0.1:8000\nBTS_GURU_KEY=bts_live_abc_1\n")
        );
    }
}
