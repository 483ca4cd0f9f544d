//! All routes, outermost first: what a request meets on its way in.

use super::{assets, dashboard, headers, scores::BoardScores, service::ServiceOverview};
use crate::{
    accounts::{self, AccountsPort, Render},
    docs,
    ops::{health, metrics},
    realtime, rest,
    service::App,
};
use app::port::{Ports, Site};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, Method},
    middleware,
    routing::get,
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::sync::Arc;
use tower_http::{
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    cors::{Any, CorsLayer},
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

/// The name under which a request's id travels.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything the service answers.
pub fn router(app: &App) -> Router {
    let id = REQUEST_ID;
    Router::new()
        .nest(
            "/api/v1",
            rest::router::router(app)
                .layer(DefaultBodyLimit::max(rest::body::MOST))
                .layer(middleware::from_fn(rest::body::bound))
                .layer(cors()),
        )
        .merge(health::router())
        .merge(metrics::router())
        .merge(docs::router::router())
        .merge(pages(app))
        .layer(compression())
        .layer(middleware::map_response(rest::tag::per_encoding))
        .merge(realtime::route::router())
        .layer(middleware::from_fn_with_state(app.clone(), headers::strict))
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn(rest::problem::render))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, headers::RandomId))
        .layer(middleware::from_fn(headers::plain_request_id))
        .with_state(app.clone())
}

/// The pages of the app, their server functions, and the files they need.
fn pages(app: &App) -> Router<App> {
    let options = assets::options();
    let ports = Ports {
        scores: Arc::new(BoardScores(app.clone())),
        service: Arc::new(ServiceOverview(app.clone())),
        accounts: Arc::new(AccountsPort(app.accounts.clone())),
        site: Site {
            demonstration: app.config.upstream.demonstration(),
            socket_key: app.config.realtime.app_key.clone(),
            socket_port: app.config.realtime.port,
            mail_folder: app.accounts.mail_folder.as_ref().map(|f| f.display().to_string()),
            app_url: app.config.bind.app_url.clone(),
        },
    };
    let customer = dashboard::ports(app);
    let context = move || {
        provide_context(ports.clone());
        provide_context(customer.clone());
    };
    let shell = {
        let options = options.clone();
        move || app::shell::shell(options.clone())
    };
    let routes = generate_route_list(app::routes::App);
    let draw = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let render = Render(Arc::new(move |request| draw(request)));
    let pages = Router::<LeptosOptions>::new()
        .leptos_routes_with_context(&options, routes, context.clone(), shell)
        .fallback(leptos_axum::file_and_error_handler_with_context::<LeptosOptions, _>(
            context,
            app::shell::shell,
        ))
        .layer(middleware::from_fn(assets::cache))
        .with_state(options);
    let own = Router::new().route(app::routes::USAGE_CSV, get(dashboard::usage_csv));
    accounts::guard(app, pages.merge(accounts::router(render)).merge(own))
}

/// Keyed data may be read from any page; nothing here trusts a cookie.
fn cors() -> CorsLayer {
    let exposed = [
        "etag",
        "retry-after",
        "x-request-id",
        "x-data-as-of",
        "x-cache",
        "age",
        "ratelimit",
        "ratelimit-policy",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "idempotent-replayed",
    ];
    // By the Fetch standard a star does not stand for Authorization.
    let allowed = [
        "authorization",
        "content-type",
        "idempotency-key",
        "if-none-match",
        "last-event-id",
        "x-request-id",
    ];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers(allowed.map(HeaderName::from_static))
        .expose_headers(exposed.map(HeaderName::from_static))
        .max_age(std::time::Duration::from_secs(86_400))
}

/// br, zstd and gzip by the reader's wish; never a stream, which must not wait for a full block.
fn compression() -> CompressionLayer<impl Predicate> {
    let predicate = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    CompressionLayer::new().compress_when(predicate)
}

fn span(request: &axum::extract::Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}
