//! The port to a customer's API keys.

mod form;
mod row;
mod status;

pub use entity::model::{Grace, KeyStatus};
pub(crate) use form::KEEP;
pub use form::{FieldProblem, KeyDraft, KeyForm};
#[cfg(feature = "ssr")]
pub use row::{KeyError, Keys};
pub use row::{KeyOutcome, KeyRow, NewKey, Rotation};
