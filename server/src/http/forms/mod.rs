//! Forms that people send: plain posts, which work without script. What is wrong with one comes
//! back in the page it came from; what was done leads on to the next page.

mod ask;
mod attempt;
mod enter;
mod forget;
mod held;
mod join;
mod leave;
mod link;
mod second;
mod settings;
mod toll;

pub use ask::Render;

use crate::app::AppState;
use axum::{
    Extension, Router,
    routing::{get, post},
};

/// Every form about accounts; `render` draws a page again, with what is wrong in it.
pub fn router(render: Render) -> Router<AppState> {
    Router::new()
        .route("/register", post(join::register))
        .route("/verify", post(join::verify))
        .route("/login", post(enter::login))
        .route("/login/link", post(link::ask_for_link))
        .route("/enter", post(link::enter))
        .route("/logout", post(enter::logout))
        .route("/two-factor", post(second::two_factor))
        .route("/forgot", post(forget::forgot))
        .route("/reset", post(forget::reset))
        .route("/undo", post(forget::undo))
        .route("/restore", post(leave::restore))
        .route("/dashboard/settings", post(settings::settings))
        .route("/dashboard/settings/export", get(leave::export))
        .layer(Extension(render))
}
