//! All routes: what is answered, and by whom. What a request meets on its way to them stands in
//! [`middleware`].

use super::{
    api, docs,
    middleware::{self, Stack},
    ops::{health, metrics},
    pages, problem, pusher, security_txt,
};
use crate::app::AppState;
use axum::Router;
use thread_local::ThreadLocal;

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
pub struct PerThreadRouter {
    app: AppState,
    part: Part,
    each: ThreadLocal<Stack>,
}

impl PerThreadRouter {
    /// The routes of a service, or a part of them.
    pub fn new(app: &AppState, part: Part) -> Self {
        Self { app: app.clone(), part, each: ThreadLocal::new() }
    }

    /// Those of this thread.
    pub fn get(&self) -> Stack {
        let make = || match self.part {
            Part::All => router(&self.app.apart()),
            Part::Sockets => sockets(&self.app.apart()),
        };
        self.each.get_or(make).clone()
    }
}

/// Everything the service answers.
pub fn router(app: &AppState) -> Stack {
    let drawn = Router::new()
        .merge(health::router())
        .merge(docs::router::router())
        .merge(security_txt::router())
        .merge(pages::router::router(app));
    let routes = Router::new()
        .merge(api::router::router(app))
        .merge(metrics::router())
        .merge(middleware::around_drawn(app, drawn))
        .merge(pusher::router::router(app))
        .with_state(app.clone());
    middleware::around(app, routes)
}

/// What a port of its own for sockets answers.
pub fn sockets(app: &AppState) -> Stack {
    let routes = pusher::router::sockets(app)
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .with_state(app.clone());
    middleware::around(app, routes)
}
