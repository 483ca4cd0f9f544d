//! Why an answer cannot be put into our words at all.

use thiserror::Error;

/// The answer as a whole is not what the adapter reads; single rows never cause this.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AdapterError {
    /// `response` is no list.
    #[error("the upstream's answer to “{endpoint}” is not a list, so nothing was taken from it")]
    NotAList {
        /// The endpoint it names.
        endpoint: String,
    },
    /// The endpoint is not one this adapter knows.
    #[error("the upstream's answer is to “{endpoint}”, which holds no ranking we know")]
    UnknownRanking {
        /// The endpoint it names.
        endpoint: String,
    },
}
