//! `/status`: how the service fares.

mod load;
mod view;

pub use load::load_state;
pub use view::StatusView;
