//! What the service says of itself: `OpenAPI`, `AsyncAPI`, and what the pages of the documentation say.
//!
//! Texts are Markdown in `text/`, filled with what this installation is; every page has a twin in
//! Markdown. The descriptions are made once, from the handlers' own annotations and from real messages; the
//! pages are written from the same documents and are whole before any script runs. The app has their list
//! (`DocsPage`) and their frame.

mod article;
mod asyncapi;
mod base_urls;
mod changelog;
mod coverage;
mod html;
mod markdown;
mod openapi;
mod page_api;
mod page_errors;
mod page_realtime;
mod protocol;
pub mod router;
mod tables;
mod written;

#[cfg(test)]
mod tests;

pub use article::article;
pub use asyncapi::asyncapi;
pub use openapi::openapi;
