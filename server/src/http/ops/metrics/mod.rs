//! `/metrics`: how the service does, in the text format of Prometheus.
//!
//! Nothing is counted for it alone: [`read`] reads what the parts count anyway, when it is asked.
//! Counters are those of this process since its start; what is said of queues and of the log is
//! said of the database, the same by every process on it.

mod page;
mod read;
mod route;

pub use route::router;
