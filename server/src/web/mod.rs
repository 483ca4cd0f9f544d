//! Pages, and everything under one roof: [`router`] joins REST, sockets, health and pages.

mod assets;
mod dashboard;
mod functions;
mod headers;
pub mod listen;
pub mod router;
mod scores;
mod service;
