//! What a panel shows when it has no rows to show.

use crate::port::{AppError, ErrorKind};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Nothing yet, or nothing under this filter: what will be here and the one thing to do.
#[component]
pub fn EmptyState(
    /// In three or four words.
    title: &'static str,
    /// One or two sentences.
    #[prop(into)]
    detail: String,
    /// Where the one action leads, and its words.
    #[prop(optional_no_strip)]
    action: Option<(String, &'static str)>,
) -> impl IntoView {
    let action = action.map(|(href, words)| view! { <a class="btn btn-sm" href=href>{words}</a> });
    view! {
        <div class="panel nothing">
            <h2>{title}</h2>
            <p>{detail}</p>
            {action}
        </div>
    }
}

/// A plain form that was not taken, where only the address of the page tells of it. The words are
/// ours: what stands in an address anybody may have written.
#[component]
pub fn NotTaken() -> impl IntoView {
    let query = use_query_map();
    move || {
        query.with(|query| query.get("__err").is_some()).then(|| {
            view! {
                <p class="notice notice-stale" role="alert">
                    "The form could not be taken. See here whether it was done before you send it again."
                </p>
            }
        })
    }
}

/// It went wrong: what happened, what is kept, what to do, and the id to name.
#[component]
pub fn Failure(
    /// What happened.
    error: AppError,
    /// Where trying again leads.
    #[prop(into)]
    retry: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(error.kind);
    let title = match error.kind {
        ErrorKind::NotFound => "Not found",
        ErrorKind::Unavailable => "Not available just now",
        ErrorKind::Unreachable => "Not connected",
        ErrorKind::Invalid => "Not understood",
        ErrorKind::SignedOut => "Not signed in",
    };
    let action = match error.kind {
        ErrorKind::NotFound | ErrorKind::Invalid => {
            view! { <a class="btn btn-sm" href=crate::routes::LIVE>"See live scores"</a> }
                .into_any()
        }
        ErrorKind::SignedOut => {
            let login = format!("{}?next={}", crate::routes::LOGIN, crate::routes::escaped(&retry));
            view! { <a class="btn btn-sm" href=login rel="external">"Sign in"</a> }.into_any()
        }
        // A plain load, so that it works whatever state the script is in.
        ErrorKind::Unavailable | ErrorKind::Unreachable => {
            view! { <a class="btn btn-sm" href=retry rel="external">"Try again"</a> }.into_any()
        }
    };
    let request = error.request_id.map(|id| {
        view! {
            <p class="request-id">
                "Request " <code>{id}</code>
            </p>
        }
    });
    view! {
        <div class="panel nothing" role="alert">
            <h2>{title}</h2>
            <p>{error.detail}</p>
            {request}
            {action}
        </div>
    }
}

/// What is shown is old: how old, and that it is kept.
#[component]
pub fn Stale(
    /// One sentence.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    let note = move || text.get().map(|text| view! { <p class="notice notice-stale">{text}</p> });
    view! { <div role="status">{note}</div> }
}
