//! All routes, outermost first: what a request meets on its way in.

use super::{
    assets,
    compress::{Compress, CompressLayer},
    dashboard,
    edge::{Edge, EdgeLayer},
    flood, functions, policy,
    scores::BoardScores,
    security_txt,
    service::ServiceOverview,
};
use crate::{
    accounts::{self, AccountsPort, Render},
    audit::Origin,
    docs,
    ops::{health, metrics},
    realtime,
    rest::{self, address::Whence},
    service::App,
};
use app::port::{Ports, Site};
use axum::{Router, http::request::Parts, middleware, routing::get};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::sync::{Arc, LazyLock};
use thread_local::ThreadLocal;
use tower::ServiceBuilder;

/// The routes, with what everything passes around them.
pub type Whole = Edge<Compress<Router>>;

/// Which of the routes a listener has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    All,
    /// Sockets and the HTTP API of publishers, for a port of their own: who opens it to the world
    /// opens nothing else.
    Sockets,
}

/// The routes, once for each thread that serves: what they hold is counted by whoever uses it, and
/// threads that share a count wait for one another at each request.
pub struct PerThread {
    app: App,
    part: Part,
    each: ThreadLocal<Whole>,
}

impl PerThread {
    /// The routes of a service, or a part of them.
    pub fn new(app: &App, part: Part) -> Self {
        Self { app: app.clone(), part, each: ThreadLocal::new() }
    }

    /// Those of this thread.
    pub fn here(&self) -> Whole {
        let make = || match self.part {
            Part::All => router(&self.app.apart()),
            Part::Sockets => sockets(&self.app.apart()),
        };
        self.each.get_or(make).clone()
    }
}

/// The pages' routes, listed once a process: to list them, Leptos draws the app while nothing may
/// load, and a page that is drawn in that moment by another thread would wait for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> =
    LazyLock::new(|| generate_route_list(app::routes::App));

/// Everything the service answers.
pub fn router(app: &App) -> Whole {
    let drawn = Router::new()
        .merge(health::router())
        .merge(docs::router::router())
        .merge(security_txt::router())
        .merge(pages(app))
        .layer(middleware::from_fn_with_state(app.clone(), flood::limit));
    let routes = Router::new()
        .merge(rest::router::router(app))
        .merge(metrics::router())
        .merge(drawn)
        .merge(realtime::route::router())
        .with_state(app.clone());
    whole(app, routes)
}

/// What a port of its own for sockets answers.
pub fn sockets(app: &App) -> Whole {
    let routes = Router::new()
        .merge(realtime::route::router())
        .fallback(rest::problem::no_such_path)
        .method_not_allowed_fallback(rest::problem::no_such_method)
        .with_state(app.clone());
    whole(app, routes)
}

fn whole(app: &App, routes: Router) -> Whole {
    let strict = app.config.bind.app_url.starts_with("https://");
    // Not `Router::layer`, which is a box and a copy for each request.
    ServiceBuilder::new().layer(EdgeLayer { strict }).layer(CompressLayer).service(routes)
}

/// The pages of the app, their server functions, and the files they need.
fn pages(app: &App) -> Router<App> {
    let options = assets::options();
    let ports = Ports {
        scores: Arc::new(BoardScores::new(app)),
        service: Arc::new(ServiceOverview(app.clone())),
        accounts: Arc::new(AccountsPort(app.accounts.clone())),
        site: Site {
            demonstration: app.config.upstream.demonstration(),
            socket_key: app.config.realtime.app_key.clone(),
            socket_host: app.config.realtime.host.clone(),
            socket_port: app.config.realtime.port,
            mail_folder: app.accounts.mail_folder.as_ref().map(|f| f.display().to_string()),
            app_url: app.config.bind.app_url.clone(),
            free: None,
        },
    };
    let customer = app.clone();
    let context = move || {
        policy::provide_nonce();
        // As the plans are now: an operator may have edited them.
        let mut ports = ports.clone();
        ports.site.free = dashboard::free(&customer);
        provide_context(ports);
        let origin = use_context::<Parts>().map_or_else(Origin::default, |parts| {
            Whence::of(&customer, &parts.extensions, &parts.headers).0
        });
        provide_context(dashboard::ports(&customer, origin));
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
        .layer(middleware::map_response(functions::status))
        .layer(middleware::from_fn(assets::cache))
        .with_state(options);
    let own = Router::new().route(app::routes::USAGE_CSV, get(dashboard::usage_csv));
    accounts::guard(app, pages.merge(accounts::router(render)).merge(own))
        .layer(middleware::from_fn_with_state(app.clone(), policy::page))
        .layer(middleware::from_fn(rest::body::bound))
}
