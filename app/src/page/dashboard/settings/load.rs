//! What the page asks of the service.

use crate::port::{AccountSettings, AppError};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// The reader's own account.
#[server(name = LoadSettings, prefix = "/fn", endpoint = "settings", input = GetUrl, output = Json)]
pub async fn load_settings() -> Result<AccountSettings, AppError> {
    let viewer = crate::request::viewer().ok_or_else(|| {
        AppError::not_found("account that is signed in here").of_request(crate::request::id())
    })?;
    let ports = crate::request::ports()?;
    let session = crate::request::session();
    let settings = ports.accounts.settings(&viewer, session.as_deref()).await;
    settings.map_err(crate::request::app_error)
}
