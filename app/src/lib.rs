//! Pages, components and the ports they call.
//!
//! [`port`] is what the pages need from the service; [`page`] holds one folder a page; [`component`]
//! one primitive a file; [`live`] the browser's side of the realtime protocol; [`routes`] the one
//! route table and its typed links; [`shell`] the HTML around every page; [`reload_guard`] the look at
//! the address before a script takes the page over; `reading` what each sport's matches are drawn as.
#![recursion_limit = "256"]

pub mod component;
#[cfg(test)]
mod fixtures;
pub mod live;
pub mod page;
pub mod port;
pub(crate) mod reading;
pub mod reload_guard;
#[cfg(feature = "ssr")]
mod request;
pub mod routes;
pub mod shell;
