//! The pages, one folder each.

pub mod dashboard;
mod enter;
mod forgot;
mod landing;
pub mod lazy;
mod league;
mod live;
mod login;
mod matches;
mod not_found;
mod privacy;
mod register;
mod reset;
mod restore;
mod status;
mod two_factor;
mod undo;
mod verify;

pub use dashboard::{DashboardKeys, DashboardOverview, DashboardPlan, DashboardUsage};
pub use enter::EnterPage;
pub use forgot::ForgotPage;
pub use landing::Landing;
pub(crate) use landing::snippet as landing_snippet;
pub use league::LeagueView;
pub use live::{FoundScores, LiveScores, load_confirmed, load_scores, load_sports};
pub use login::LoginPage;
pub use matches::MatchView;
pub use not_found::NotFound;
pub use privacy::PrivacyPage;
pub use register::RegisterPage;
pub use reset::ResetPage;
pub use restore::RestorePage;
pub use status::StatusView;
pub use two_factor::{TwoFactor, TwoFactorPage, load_two_factor};
pub use undo::UndoPage;
pub use verify::VerifyPage;
