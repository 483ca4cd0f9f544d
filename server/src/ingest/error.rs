//! Why an answer was not taken in.

use crate::store::{lease::LeaseError, matches::WriteError};
use sea_orm::DbErr;
use upstream::{adapter::AdapterError, client::UpstreamError};

/// Observations could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// This process may not write: the lease is another's, or cannot be looked at.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// Matches or their changes could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The database did not answer as it should.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A call of the poller came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// The upstream gave no answer.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// It gave one that cannot be put into our words.
    #[error(transparent)]
    Decode(#[from] AdapterError),
    /// The answer could not be taken in.
    #[error("the answer could not be stored; the next one brings it again")]
    Ingest(#[from] IngestError),
}
