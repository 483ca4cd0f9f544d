//! Every REST route, in the order a reader of the contract meets them.

use super::{
    account, changes, keys, leaders, leagues, matches, proxy, sports, standings, stream, usage,
};
use crate::{
    app::AppState,
    http::{
        middleware::{self, idempotency},
        problem,
    },
};
use axum::{Router, middleware::from_fn_with_state, routing::any};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What every path here begins with.
pub const ROOT: &str = "/api/v1";
/// The same with a slash behind it.
pub const ROOT_SLASH: &str = "/api/v1/";
/// Whatever else lies there.
pub const NOTHING: &str = "/api/v1/{*nothing}";

/// The routes with their descriptions, paths written in full: a nested router takes each request's
/// address apart again. A handler's own attribute says its method, its path and what it answers.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(sports::list::list))
        .routes(routes!(sports::one::one))
        .routes(routes!(leagues::list::list))
        .routes(routes!(leagues::one::one))
        .routes(routes!(matches::list::of_league))
        .routes(routes!(matches::one::one))
        .routes(routes!(matches::changes::changes))
        .routes(routes!(standings::one::one))
        .routes(routes!(leaders::one::one))
        .routes(routes!(matches::list::all))
        .routes(routes!(changes::list))
        .routes(routes!(stream::stream))
        .routes(routes!(proxy::one::one))
        .routes(routes!(account::one::one))
        .routes(routes!(usage::read::read))
        .routes(routes!(keys::list::list))
        .routes(routes!(keys::one::one))
        .routes(routes!(keys::update::update))
        .routes(routes!(keys::revoke::revoke))
        .routes(routes!(keys::rotate::finish))
}

/// Those that may be repeated: one that names itself is done once.
pub fn repeatable() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(keys::create::create))
        .routes(routes!(keys::rotate::rotate))
}

/// What is answered below [`ROOT`].
pub fn router(app: &AppState) -> Router<AppState> {
    let once = from_fn_with_state(app.clone(), idempotency::layer);
    let routes = Router::from(routes())
        .merge(Router::from(repeatable()).layer(once))
        .route(ROOT, any(problem::no_such_path))
        .route(ROOT_SLASH, any(problem::no_such_path))
        .route(NOTHING, any(problem::no_such_path))
        .method_not_allowed_fallback(problem::no_such_method);
    middleware::around_api(app, routes)
}
