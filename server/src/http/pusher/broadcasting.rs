//! `/broadcasting/auth`: who may listen to which private channel, as Laravel and pusher-js ask.
//!
//! Our own pages bring a session, programs a token. A browser sends no cookie of ours with a request
//! of another site, so what it asks there is answered to a token alone.

use super::grant::{Wish, sign};
use crate::{
    app::AppState,
    http::{
        Problem,
        auth::{RequiredScope, StreamConnect, authenticate},
        body,
        middleware::{auth_session, cors, page_limit},
    },
    limits::Access,
};
use ::app::port::Viewer;
use axum::{
    Extension, Json, Router,
    extract::{Request, State},
    http::header,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::any,
};
use serde_json::Value;

/// Its route.
pub fn router(app: &AppState) -> Router<AppState> {
    let by_session = Router::new().route("/broadcasting/auth", any(by_session));
    auth_session::guard(app, by_session)
        .layer(from_fn_with_state(app.clone(), by_token))
        .layer(from_fn(body::limit_body))
        .layer(from_fn_with_state(app.clone(), page_limit::limit))
}

async fn by_session(
    State(app): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    wish: Wish,
) -> Result<Json<Value>, Problem> {
    let viewer = viewer.map(|Extension(viewer)| viewer);
    sign(&app, &wish, viewer.as_ref().map(|v| v.id), viewer.is_some_and(|v| v.may_administer))
}

/// Answer whoever brings a token, and pass the others on.
async fn by_token(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    if cors::is_preflight(&request) {
        return cors::preflight();
    }
    if !request.headers().contains_key(header::AUTHORIZATION) {
        return next.run(request).await;
    }
    let access = match authenticate(&app, &mut request).await {
        Ok((access, _)) => access.clone(),
        Err(problem) => return opened(problem.into_response()),
    };
    opened(of_token(&app, &access, request).await.into_response())
}

async fn of_token(
    app: &AppState,
    access: &Access,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let wish = Wish::of(request).await?;
    let account = match access {
        Access::Anonymous { .. } => None,
        Access::Key { account_id, .. } => {
            if let Some(scope) = StreamConnect::SCOPE.filter(|scope| !access.may(*scope)) {
                return Err(crate::accounts::keys::AuthError::Scope(scope).into());
            }
            Some(*account_id)
        }
    };
    sign(app, &wish, account, false)
}

fn opened(mut response: Response) -> Response {
    cors::open(response.headers_mut());
    response
}
