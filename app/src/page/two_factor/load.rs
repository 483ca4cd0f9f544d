//! What the page asks of the service.

use crate::port::{AppError, Enrolment};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// Where the reader stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TwoFactor {
    /// The password was right; the code is awaited.
    Awaited,
    /// Signed in, with a second factor.
    On,
    /// Signed in, without one.
    Off {
        /// The service asks it of those who look after it.
        required: bool,
    },
    /// A seed waits to be confirmed.
    Waiting(Enrolment),
    /// Neither signed in nor about to be.
    Stranger,
}

/// Where the reader stands with their second factor.
#[server(
    name = LoadTwoFactor,
    prefix = "/fn",
    endpoint = "two-factor",
    input = GetUrl,
    output = Json
)]
pub async fn load_two_factor() -> Result<TwoFactor, AppError> {
    let (stage, viewer) = (crate::request::stage(), crate::request::viewer());
    let Some(viewer) = viewer else {
        return Ok(if stage.awaited { TwoFactor::Awaited } else { TwoFactor::Stranger });
    };
    if viewer.two_factor {
        return Ok(TwoFactor::On);
    }
    let Some(seed) = stage.candidate else {
        return Ok(TwoFactor::Off { required: viewer.is_admin && !viewer.may_administer });
    };
    let ports = crate::request::ports()?;
    let enrolment = ports.accounts.enrolment(&viewer, &seed).await;
    enrolment.map(TwoFactor::Waiting).map_err(crate::request::app_error)
}
