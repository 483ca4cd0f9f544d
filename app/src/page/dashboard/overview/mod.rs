//! `/dashboard`: the first three steps, then the day at a glance.

mod load;
mod start;
mod view;

use load::load_overview;
pub(super) use start::{ask, curl};
pub use view::DashboardOverview;
