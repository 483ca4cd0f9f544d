//! Turns at reading reports. No limit of a plan counts them, and a long one is much work for the
//! database: each account waits for its own, and all of them leave connections to everybody else.

use moka::sync::Cache;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Reports read at once, of all accounts: the pool has eight connections.
const AT_ONCE: usize = 3;
/// Accounts remembered that read a report lately.
const MOST: u64 = 10_000;
/// How long they are.
const LATELY: Duration = Duration::from_secs(600);

/// Who reads.
#[derive(Debug)]
pub(super) struct Readers {
    all: Semaphore,
    own: Cache<i64, Arc<Semaphore>>,
}

impl Default for Readers {
    fn default() -> Self {
        let own = Cache::builder().max_capacity(MOST).time_to_idle(LATELY).build();
        Self { all: Semaphore::new(AT_ONCE), own }
    }
}

impl Readers {
    /// Run `read` when it is the account's turn: one after the other.
    pub(super) async fn turn<T>(&self, account: i64, read: impl Future<Output = T>) -> T {
        let own = self.own.get_with(account, || Arc::new(Semaphore::new(1)));
        // Neither is ever closed, so each is waited for until it is one's turn.
        let _own = own.acquire().await.ok();
        let _one_of_all: Option<SemaphorePermit<'_>> = self.all.acquire().await.ok();
        read.await
    }
}
