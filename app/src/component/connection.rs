//! Whether changes arrive as they happen.

use crate::live::{Connection, Feed};
use leptos::prelude::*;

/// The state of the connection in two words and a mark.
#[component]
pub fn ConnectionState() -> impl IntoView {
    let state = expect_context::<Feed>().state();
    let (class, words, detail) = (
        move || match state.get() {
            Connection::Idle => "connection",
            Connection::Live => "connection connection-on",
            Connection::Reconnecting => "connection connection-off",
            Connection::Refused => "connection connection-slow",
        },
        move || match state.get() {
            Connection::Idle => "Not connected",
            Connection::Live => "Connected",
            Connection::Reconnecting => "Reconnecting",
            Connection::Refused => "Every 20 s",
        },
        move || match state.get() {
            Connection::Idle => "This is the page as it was sent; reload it for newer scores.",
            Connection::Live => "Changes arrive as they happen.",
            Connection::Reconnecting => {
                "The connection was cut. What you see is kept; missed changes follow."
            }
            Connection::Refused => {
                "Too many connections from here. The page asks for changes every 20 seconds."
            }
        },
    );
    view! {
        <span class=class title=detail>
            <span class="connection-mark" aria-hidden="true"></span>
            {words}
        </span>
    }
}
