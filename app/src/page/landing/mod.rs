//! `/`: what this is, shown by itself.

mod code;
mod view;

pub use view::Landing;
