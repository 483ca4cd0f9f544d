//! `/dashboard`: a customer's own pages.

mod frame;
mod keys;
mod overview;
mod plan;
pub mod settings;
mod usage;

pub(crate) use frame::{Frame, Section};
pub use keys::DashboardKeys;
pub use overview::DashboardOverview;
pub use plan::DashboardPlan;
pub use usage::DashboardUsage;
