//! The description of every REST route; one line a route, as in [`router`](super::router).

use crate::{gateway::endpoint, http::docs::schema};
use utoipa::OpenApi;

/// What the derive macro gathers from the handlers. [`crate::http::docs::openapi`] finishes it.
#[derive(OpenApi)]
#[openapi(
    paths(
        super::sports::list::list,
        super::sports::one::one,
        super::leagues::list::list,
        super::leagues::one::one,
        super::matches::list::of_league,
        super::matches::one::one,
        super::matches::changes::changes,
        super::standings::one::one,
        super::leaders::one::one,
        super::matches::list::all,
        super::changes::list,
        super::stream::stream,
        super::proxy::one::one,
        super::account::one::one,
        super::usage::read::read,
        super::keys::create::create,
        super::keys::list::list,
        super::keys::one::one,
        super::keys::update::update,
        super::keys::revoke::revoke,
        super::keys::rotate::rotate,
        super::keys::rotate::finish,
    ),
    components(schemas(
        schema::Problem,
        schema::XCache,
        schema::UsageBucket,
        schema::UsageFormat,
    ))
)]
pub struct Description;

/// The endpoints that the proxy passes on, sport by sport, for readers.
pub fn proxied() -> impl Iterator<Item = (entity::model::Sport, &'static endpoint::Endpoint)> {
    endpoint::all()
}
