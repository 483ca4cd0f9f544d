//! The descriptions against the service: routes, examples and shapes, both ways.

mod examples;
mod pages;
mod proxy;
mod realtime;
mod refusals;
mod routes;
mod shapes;
mod support;
mod texts;
