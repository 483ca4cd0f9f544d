//! `/dashboard/settings`: one's own account.

mod load;
mod sections;
mod view;

pub use load::load_settings;
pub use view::SettingsPage;
