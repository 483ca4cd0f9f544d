//! What the service says of itself: `OpenAPI`, `AsyncAPI`, and the pages that show them.
//!
//! The descriptions are made once, from the handlers' own annotations and from real messages; the
//! pages are written from the same documents and are whole before any script runs.

mod asyncapi;
mod frame;
mod html;
mod openapi;
mod page_api;
mod page_errors;
mod page_realtime;
mod protocol;
pub mod router;
pub mod schema;

#[cfg(test)]
mod tests;

pub use asyncapi::asyncapi;
pub use openapi::openapi;
