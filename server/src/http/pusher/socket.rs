//! `GET /app/{key}`: where Pusher clients connect.

use super::{ConnectionInfo, admit};
use crate::{
    accounts::keys::{AuthError, ClientInfo},
    app::AppState,
    http::{
        Problem,
        auth::{bearer, client_info},
        client_ip,
    },
    limits::Access,
};
use axum::{
    extract::{Path, Request, State},
    http::{Extensions, HeaderMap, header},
    response::{IntoResponse, Response},
};
use live::{BadHandshake, CloseCode};

/// Open a socket.
pub async fn connect(
    State(app): State<AppState>,
    Path(key): Path<String>,
    mut request: Request,
) -> Response {
    let arrival = connection_info(&app, request.extensions(), request.headers());
    let address = arrival.address;
    let app_key = &app.config.realtime.app_key;
    let names_a_key = key != *app_key && app.keys.is_remembered(&key).await;
    if let Err(wait) = app.handshakes.check(address, names_a_key) {
        return Problem::too_many_handshakes(wait).into_response();
    }
    let (access, arrival) = if key == *app_key {
        (Access::Anonymous { address, plan: app.plans.anonymous() }, arrival)
    } else {
        let presented = client_info(request.headers(), address);
        match app.keys.admit(&key, &presented).await {
            Ok(access) => {
                let proven = shows_token(&app, request.headers(), &access, &presented).await;
                (access, ConnectionInfo { proven, ..arrival })
            }
            Err(refusal @ AuthError::TooMany(_)) => return Problem::from(refusal).into_response(),
            Err(refusal) => {
                return as_problem(
                    app.hub.refuse(request, code(&refusal), &refusal.to_string()).await,
                );
            }
        }
    };
    match admit(&app, &access, arrival).await {
        Ok(admission) => {
            request.extensions_mut().insert(access);
            as_problem(app.hub.upgrade(request, admission).await)
        }
        Err(why) => as_problem(app.hub.refuse(request, CloseCode::OverQuota, &why).await),
    }
}

/// How a handshake comes; whether a token was shown, its caller knows.
pub fn connection_info(
    app: &AppState,
    extensions: &Extensions,
    headers: &HeaderMap,
) -> ConnectionInfo {
    let address = client_ip::client(extensions, headers, &app.config.bind.trusted_proxies);
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own_page = text(header::ORIGIN).is_some_and(|origin| {
        let own = format!("{}/", origin.trim_end_matches('/'));
        let host = origin.split_once("://").map(|(_, host)| host);
        format!("{}/", app.config.bind.app_url).starts_with(&own)
            || (host.is_some() && host == text(header::HOST))
    });
    ConnectionInfo { address, own_page, proven: false }
}

/// Whether the header `Authorization` holds a token of the key that the address names.
async fn shows_token(
    app: &AppState,
    headers: &HeaderMap,
    access: &Access,
    presented: &ClientInfo<'_>,
) -> bool {
    let Ok(Some(token)) = bearer(headers) else { return false };
    let shown = app.keys.check(token, presented).await;
    matches!(
        (shown, access),
        (Ok(Access::Key { key_id: shown, .. }), Access::Key { key_id, .. }) if shown == *key_id
    )
}

/// A handshake that failed is told as every problem is.
fn as_problem(mut response: Response) -> Response {
    if let Some(bad) = response.extensions().get::<BadHandshake>() {
        let problem = Problem::bad_handshake(response.status(), bad.to_string());
        response.extensions_mut().insert(problem);
    }
    response
}

/// What a socket is closed with after a refusal.
fn code(refusal: &AuthError) -> CloseCode {
    match refusal {
        AuthError::Token(_) | AuthError::Unknown => CloseCode::UnknownKey,
        AuthError::Database | AuthError::TooMany(_) => CloseCode::OverCapacity,
        AuthError::Replaced
        | AuthError::Revoked
        | AuthError::Disabled
        | AuthError::Expired(_)
        | AuthError::AccountClosed
        | AuthError::Address(_)
        | AuthError::Origin(_)
        | AuthError::Scope(_) => CloseCode::Unauthorized,
    }
}
