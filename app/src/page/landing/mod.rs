//! `/`: what this is, shown by itself.

mod code;
mod view;

pub(crate) use code::snippet;
pub use view::Landing;
