//! `GET /app/{key}`: where Pusher clients connect.

use crate::{
    accounts::{Access, keys::Refusal},
    rest::{address, caller::presented},
    service::App,
};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::Response,
    routing::get,
};
use live::Admission;

/// The socket's route.
pub fn router() -> Router<App> {
    Router::new().route("/app/{key}", get(connect))
}

/// What whoever asks may open: as many sockets and streams together as the plan has, counted by
/// account or address, closed by key.
pub fn admission(access: &Access, app_key: &str) -> Admission {
    let plan = access.plan();
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let tag = match access {
        Access::Anonymous { .. } => app_key,
        Access::Key { public_id, .. } => public_id,
    };
    Admission::new(tag, number(plan.channels)).owned_by(access.subject(), number(plan.sockets))
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
            Err(refusal) => {
                return app.hub.refuse(request, code(&refusal), &refusal.to_string()).await;
            }
        }
    };
    let admission = admission(&access, app_key);
    request.extensions_mut().insert(access);
    app.hub.upgrade(request, admission).await
}

/// Pusher's code for a refusal. Below 4100 a client does not come back by itself.
fn code(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Token(_) | Refusal::Unknown => 4001,
        Refusal::Database(_) => 4100,
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
