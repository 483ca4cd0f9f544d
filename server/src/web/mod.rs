//! Pages, and everything under one roof: [`router`] joins REST, sockets, health and pages.

mod assets;
mod compress;
pub mod connections;
mod dashboard;
mod edge;
mod flood;
mod functions;
mod league;
pub mod listen;
mod policy;
pub mod progress;
pub mod router;
mod scores;
mod security_txt;
mod service;
