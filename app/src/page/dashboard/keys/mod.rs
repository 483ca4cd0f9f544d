//! `/dashboard/keys`: make, change, rotate and revoke API keys.

mod actions;
mod form;
mod load;
mod manage;
mod reveal;
mod sheet;
mod table;
mod view;

use load::{KeysPage, load_keys};
pub use view::DashboardKeys;
