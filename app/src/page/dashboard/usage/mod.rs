//! `/dashboard/usage`: requests over time, as a chart and as the same numbers.

mod chart;
mod load;
mod numbers;
mod picker;
mod refused;
mod table;
mod view;

use load::load_usage;
pub use view::DashboardUsage;
