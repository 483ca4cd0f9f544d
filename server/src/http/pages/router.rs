//! The routes of pages: those of the app, the forms that people send, and usage as a file.

use super::{
    accounts::AccountsPort, dashboard, docs::Texts, scores::ScoresPort, status::StatusPort,
};
use crate::{
    app::AppState,
    http::{
        assets,
        client_ip::{self, Whence},
        forms::{self, Render},
        middleware::{self, csp, server_fn_status},
    },
};
use app::port::{Ports, Site};
use axum::{
    Router,
    http::request::Parts,
    middleware::{from_fn, map_response},
    routing::get,
};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::sync::{Arc, LazyLock};

/// The pages' routes, listed once a process: to list them, Leptos draws the app while nothing may
/// load, and a page that is drawn in that moment by another thread would wait for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> =
    LazyLock::new(|| generate_route_list(app::routes::App));

/// The pages of the app, their server functions, and the files they need.
pub fn router(app: &AppState) -> Router<AppState> {
    let options = assets::options();
    let ports = Ports {
        scores: Arc::new(ScoresPort::new(app)),
        service: Arc::new(StatusPort(app.clone())),
        accounts: Arc::new(AccountsPort(app.accounts.clone())),
        docs: Arc::new(Texts(app.clone())),
        site: Site {
            demonstration: app.config.upstream.demonstration(),
            socket_key: app.config.realtime.app_key.clone(),
            socket_host: app.config.realtime.host.clone(),
            socket_port: app.config.realtime.port,
            mail_folder: mail_folder(app),
            app_url: app.config.bind.app_url.clone(),
            free: None,
        },
    };
    let customer = app.clone();
    let context = move || {
        csp::provide_nonce();
        // As the plans are now: an operator may have edited them.
        let mut ports = ports.clone();
        ports.site.free = dashboard::free(&customer);
        provide_context(ports);
        let from = use_context::<Parts>().map(|Parts { extensions, headers, .. }| {
            let trusted = &customer.config.bind.trusted_proxies;
            let address = client_ip::client(&extensions, &headers, trusted);
            (address, Whence::of(&customer, &extensions, &headers).0)
        });
        provide_context(dashboard::ports(&customer, from));
    };
    let shell = {
        let options = options.clone();
        move || app::shell::shell(options.clone())
    };
    let routes = PAGES.clone();
    let draw = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let render = Render(Arc::new(move |request| draw(request)));
    let pages = Router::<LeptosOptions>::new()
        .leptos_routes_with_context(&options, routes, context.clone(), shell)
        .fallback(leptos_axum::file_and_error_handler_with_context::<LeptosOptions, _>(
            context,
            app::shell::shell,
        ))
        .layer(map_response(server_fn_status::status))
        .layer(from_fn(assets::cache))
        .with_state(options);
    let own = Router::new().route(app::routes::USAGE_CSV, get(dashboard::usage_csv));
    middleware::around_pages(app, pages.merge(forms::router(render)).merge(own))
}

/// Where letters are kept when there is no mail server. It is a path of this machine, so pages that
/// others may read say nothing of it.
fn mail_folder(app: &AppState) -> Option<String> {
    let folder = app.accounts.mail_folder.as_ref()?;
    app.config.bind.is_for_this_machine().then(|| folder.display().to_string())
}
