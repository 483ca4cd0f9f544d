//! Everything that knows HTTP: [`router`] joins REST, sockets, pages, docs and health under one
//! [`middleware`] stack; [`serve`] answers connections with it.

pub mod api;
mod assets;
pub mod auth;
pub mod body;
pub mod client_ip;
mod cursor;
pub mod docs;
mod etag;
pub mod forms;
pub mod middleware;
pub mod ops;
pub mod pages;
mod path;
pub mod problem;
pub mod problem_code;
pub mod pusher;
mod query;
mod rate_limit_headers;
mod response;
pub mod router;
mod season;
mod security_txt;
pub mod serve;
mod upstream_problem;

pub use auth::{Caller, MatchesRead, Requires};
pub use problem::Problem;
pub use problem_code::ProblemCode;
