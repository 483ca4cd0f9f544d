//! All routes, outermost first: what a request meets on its way in.

use super::{
    assets, compress::CompressLayer, dashboard, edge::EdgeLayer, functions, policy,
    scores::BoardScores, service::ServiceOverview,
};
use crate::{
    accounts::{self, AccountsPort, Render},
    docs,
    ops::{health, metrics},
    realtime, rest,
    service::App,
};
use app::port::{Ports, Site};
use axum::{Router, middleware, routing::get};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::sync::Arc;
use tower::ServiceBuilder;

/// Everything the service answers.
pub fn router(app: &App) -> Router {
    let strict = app.config.bind.app_url.starts_with("https://");
    // Each `layer` of a router is a box and a copy a request: those that everything passes are one.
    let edge = ServiceBuilder::new().layer(EdgeLayer { strict }).layer(CompressLayer);
    Router::new()
        .merge(rest::router::router(app))
        .merge(health::router())
        .merge(metrics::router())
        .merge(docs::router::router())
        .merge(pages(app))
        .merge(realtime::route::router())
        .layer(edge)
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
        policy::provide_nonce();
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
        .layer(middleware::map_response(functions::status))
        .layer(middleware::from_fn(assets::cache))
        .with_state(options);
    let own = Router::new().route(app::routes::USAGE_CSV, get(dashboard::usage_csv));
    let socket_port = app.config.realtime.port;
    let page = move |request, next| policy::page(socket_port, request, next);
    accounts::guard(app, pages.merge(accounts::router(render)).merge(own))
        .layer(middleware::from_fn(page))
        .layer(middleware::from_fn(rest::body::bound))
}
