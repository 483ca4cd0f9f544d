//! Stored rows that this build cannot read, such as one that a later build wrote: each is left out
//! and said once, so that it stops neither the start nor the rows beside it.

use serde::de::DeserializeOwned;
use std::{
    collections::HashSet,
    sync::{
        LazyLock, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// Rows that were said; past so many, the rest is counted only.
const SAID: usize = 1_000;

static LEFT_OUT: AtomicU64 = AtomicU64::new(0);

/// JSON out of a table in our words; `None` where we have no words for it.
pub(super) fn readable<T: DeserializeOwned>(
    table: &'static str,
    row: impl FnOnce() -> String,
    doc: serde_json::Value,
) -> Option<T> {
    match serde_json::from_value(doc) {
        Ok(read) => Some(read),
        Err(error) => {
            LEFT_OUT.fetch_add(1, Relaxed);
            say(table, &row(), &error);
            None
        }
    }
}

/// How often a row was left out since the start.
pub fn unreadable() -> u64 {
    LEFT_OUT.load(Relaxed)
}

fn say(table: &'static str, row: &str, error: &serde_json::Error) {
    static KNOWN: LazyLock<Mutex<HashSet<(&'static str, String)>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() < SAID && known.insert((table, row.to_owned())) {
        tracing::error!(
            table, row, %error,
            "a stored row cannot be read by this build and is left out; a later build may have written it"
        );
    }
}
