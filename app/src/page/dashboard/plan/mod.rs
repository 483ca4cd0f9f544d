//! `/dashboard/plan`: what the plan allows and how far it lasts.

mod load;
mod view;

use load::load_plan;
pub use view::DashboardPlan;
