//! `GET /app/{key}`: where Pusher clients connect.

use super::Full;
use crate::{
    accounts::{Access, keys::Refusal},
    limit::Subject,
    rest::{Problem, address, caller::presented},
    service::App,
};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use live::{Admission, BadHandshake};

/// Pusher's code for more sockets than one may have.
const OVER_QUOTA: u16 = 4004;

/// The socket's route.
pub fn router() -> Router<App> {
    Router::new().route("/app/{key}", get(connect))
}

/// A place for whoever asks: as many sockets and streams together as the plan has, counted by
/// account or address over all nodes, closed by key.
pub async fn admit(app: &App, access: &Access) -> Result<Admission, Full> {
    let (plan, owner) = (access.plan(), Subject::of(access).to_string());
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let tag: &str = match access {
        Access::Anonymous { .. } => &app.config.realtime.app_key,
        Access::Key { public_id, .. } => public_id.as_ref(),
    };
    let place = app.places.take(&owner, plan.sockets).await?;
    let admission =
        Admission::new(tag, number(plan.channels)).owned_by(owner, number(plan.sockets));
    Ok(match place {
        Some(place) => admission.holding(place),
        None => admission,
    })
}

async fn connect(
    State(app): State<App>,
    Path(key): Path<String>,
    mut request: Request,
) -> Response {
    let app_key = &app.config.realtime.app_key;
    let trusted = &app.config.bind.trusted_proxies;
    let address = address::client(request.extensions(), request.headers(), trusted);
    let access = if key == *app_key {
        Access::Anonymous { address, plan: app.plans.anonymous() }
    } else {
        match app.keys.admit(&key, &presented(request.headers(), address)).await {
            Ok(access) => access,
            Err(refusal @ Refusal::TooMany(_)) => return Problem::from(refusal).into_response(),
            Err(refusal) => {
                return told(app.hub.refuse(request, code(&refusal), &refusal.to_string()).await);
            }
        }
    };
    match admit(&app, &access).await {
        Ok(admission) => {
            request.extensions_mut().insert(access);
            told(app.hub.upgrade(request, admission).await)
        }
        Err(Full) => {
            told(app.hub.refuse(request, OVER_QUOTA, "All sockets of this key are in use.").await)
        }
    }
}

/// A handshake that failed is told as every problem is.
fn told(mut response: Response) -> Response {
    if let Some(bad) = response.extensions().get::<BadHandshake>() {
        let problem = Problem::bad_handshake(response.status(), bad.to_string());
        response.extensions_mut().insert(problem);
    }
    response
}

/// Pusher's code for a refusal. Below 4100 a client does not come back by itself.
fn code(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Token(_) | Refusal::Unknown => 4001,
        Refusal::Database | Refusal::TooMany(_) => 4100,
        Refusal::Replaced
        | Refusal::Revoked
        | Refusal::Disabled
        | Refusal::Expired(_)
        | Refusal::AccountClosed
        | Refusal::Address(_)
        | Refusal::Origin(_)
        | Refusal::Scope(_) => 4009,
    }
}
