//! What pages need from the service: traits the server implements, and the types they speak in.

mod accounts;
#[cfg(feature = "ssr")]
mod customer;
mod docs;
mod error;
mod filter;
mod keys;
mod league;
mod plan;
mod row;
mod scores;
mod service;
#[cfg(feature = "ssr")]
mod shown;
mod site;
mod usage;
mod viewer;

pub use accounts::{AccountSettings, Enrolment, FormState, LinkUse, SessionRow, Stage, Viewer};
#[cfg(feature = "ssr")]
pub use accounts::{Accounts, SessionName};
#[cfg(feature = "ssr")]
pub use customer::CustomerPorts;
#[cfg(feature = "ssr")]
pub use docs::Docs;
pub use docs::{Article, DocsPage};
pub use error::{AppError, ErrorKind, PortError};
pub(crate) use filter::days_around;
pub use filter::{FilterProblem, ScoreFilter, StatusFilter};
pub(crate) use keys::KEEP;
pub use keys::{
    FieldProblem, Grace, KeyDraft, KeyForm, KeyOutcome, KeyRow, KeyStatus, NewKey, Rotation,
};
#[cfg(feature = "ssr")]
pub use keys::{KeyError, Keys};
pub use league::{Dated, LeaguePage, Scorer, TableGroup, TableRow};
#[cfg(feature = "ssr")]
pub use plan::Plans;
pub use plan::{Forecast, PlanPage, PlanRow, PlanUse, grouped, milliseconds};
pub use row::ScoreRow;
pub(crate) use row::is_red;
#[cfg(feature = "ssr")]
pub use scores::Scores;
pub use scores::{Confirmed, ScorePage, SportCount, StatusCounts};
#[cfg(feature = "ssr")]
pub use service::Service;
pub use service::{Part, PartState, ServiceState};
#[cfg(feature = "ssr")]
pub use shown::{SessionWords, ShownOnce};
#[cfg(feature = "ssr")]
pub use site::Ports;
pub use site::Site;
#[cfg(feature = "ssr")]
pub use usage::UsageReads;
pub use usage::{
    BusyKey, FirstRequest, Grouping, Range, RefusedKey, Sort, SortColumn, Span, Totals, UsageQuery,
    UsageReport, UsageSeries, UsageSummary,
};
pub use viewer::ViewerId;
