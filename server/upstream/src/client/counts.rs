//! How often an upstream was asked.

use super::UpstreamError;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How often one was asked since the client was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that came back, well or not.
    pub calls: u64,
    /// Those that failed, by [the word](UpstreamError::as_str) for the failure.
    pub failures: BTreeMap<&'static str, u64>,
}

/// Counts as they grow.
#[derive(Debug, Default)]
pub(super) struct Counter(Mutex<Counts>);

impl Counter {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, failure: Option<&UpstreamError>) {
        let mut counts = self.lock();
        counts.calls += 1;
        if let Some(error) = failure {
            *counts.failures.entry(error.as_str()).or_default() += 1;
        }
    }

    pub(super) fn read(&self) -> Counts {
        self.lock().clone()
    }
}
