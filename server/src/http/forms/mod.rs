//! Forms that people send: plain posts, which work without script. What is wrong with one comes
//! back in the page it came from; what was done leads on to the next page.

mod credentials;
mod held;
mod leave;
mod link;
mod login;
mod password_reset;
mod register;
mod request;
mod settings;
mod toll;
mod two_factor;

pub use request::Render;

use crate::app::AppState;
use axum::{
    Extension, Router,
    routing::{get, post},
};

/// Every form about accounts; `render` draws a page again, with what is wrong in it.
pub fn router(render: Render) -> Router<AppState> {
    Router::new()
        .route("/register", post(register::register))
        .route("/verify", post(register::verify))
        .route("/login", post(login::login))
        .route("/login/link", post(link::ask_for_link))
        .route("/enter", post(link::enter))
        .route("/logout", post(login::logout))
        .route("/two-factor", post(two_factor::two_factor))
        .route("/forgot", post(password_reset::forgot))
        .route("/reset", post(password_reset::reset))
        .route("/undo", post(password_reset::undo))
        .route("/restore", post(leave::restore))
        .route("/dashboard/settings", post(settings::settings))
        .route("/dashboard/settings/export", get(leave::export))
        .layer(Extension(render))
}
