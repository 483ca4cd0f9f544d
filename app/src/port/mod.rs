//! What pages need from the service: traits the server implements, and the types they speak in.

mod accounts;
mod error;
mod filter;
mod league;
mod row;
mod scores;
mod service;
mod site;

pub use accounts::{AccountSettings, Enrolment, FormState, SessionRow, Stage, Viewer};
#[cfg(feature = "ssr")]
pub use accounts::{Accounts, SessionName};
pub use error::{AppError, ErrorKind, PortError};
pub(crate) use filter::days_around;
pub use filter::{FilterProblem, ScoreFilter, StatusFilter};
pub use league::LeaguePage;
pub use row::ScoreRow;
pub(crate) use row::is_red;
#[cfg(feature = "ssr")]
pub use scores::Scores;
pub use scores::{Confirmed, ScorePage, SportCount, StatusCounts};
#[cfg(feature = "ssr")]
pub use service::Service;
pub use service::{Part, PartState, ServiceState};
#[cfg(feature = "ssr")]
pub use site::Ports;
pub use site::Site;
