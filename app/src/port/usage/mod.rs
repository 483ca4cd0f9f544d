//! The port to a customer's usage.

mod query;
mod read;

pub use query::{Grouping, Range, Sort, SortColumn, Span, UsageQuery};
#[cfg(feature = "ssr")]
pub use read::UsageReads;
pub use read::{BusyKey, FirstRequest, RefusedKey, Totals, UsageReport, UsageSeries, UsageSummary};
