//! The lease, and two processes that want it.

use super::*;
use crate::servers::Server;
use proptest::prelude::*;

fn row(holder: Option<&str>, token: i64, beats: i64) -> row::Model {
    row::Model { name: "poll".to_owned(), holder: holder.map(str::to_owned), token, beats }
}

proptest! {
    /// Whatever is seen at whatever times: a lease is taken from a holder only after its count has
    /// stood still for all of the patience.
    #[test]
    fn a_holder_that_counts_is_never_robbed(
        looks in proptest::collection::vec((0_u64..4_000, any::<bool>()), 1..40)
    ) {
        let (mut seen, mut now, mut beats) = (None, Instant::now(), 0);
        let mut still = Duration::ZERO;
        let mut first = true;
        for (passed, beat) in looks {
            now += Duration::from_millis(passed);
            still += Duration::from_millis(passed);
            if beat || first {
                beats += 1;
                still = Duration::ZERO;
                first = false;
            }
            let step = next_step(&row(Some("other"), 1, beats), "me", &mut seen, now);
            prop_assert_eq!(step == Step::Take, still >= HELD_FOR);
        }
    }
}

#[test]
fn a_lease_given_back_is_taken_at_once_and_ones_own_is_ones_own() {
    let mut seen = None;
    assert_eq!(next_step(&row(None, 3, 9), "me", &mut seen, Instant::now()), Step::Take);
    assert_eq!(next_step(&row(Some("me"), 3, 9), "me", &mut seen, Instant::now()), Step::Mine);
    assert_eq!(next_step(&row(Some("you"), 3, 9), "me", &mut seen, Instant::now()), Step::Wait);
}

async fn two(url: &str) -> (Database, Lease, Lease) {
    let database = Database::connect(url).await.expect("opens");
    database.migrate().await.expect("migrates");
    let lease = || Lease::of_polling(database.clone());
    let (one, two) = (lease(), lease());
    (database, one, two)
}

async fn may_write(database: &Database, lease: &Lease) -> bool {
    let transaction = database.begin().await.expect("begins");
    let outcome = lease.check(&transaction).await;
    transaction.rollback().await.expect("ends");
    match outcome {
        Ok(()) => true,
        Err(LeaseError::Lost) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn one_at_a_time(url: &str) {
    let (database, one, two) = two(url).await;
    assert!(may_write(&database, &two).await, "who never asked writes by hand");
    let (mut a, mut b) = (None, None);
    let (first, second) = tokio::join!(one.try_acquire(&mut a), two.try_acquire(&mut b));
    let (first, second) = (first.expect("looks"), second.expect("looks"));
    assert!(first != second, "one of them has it: {first} {second}");
    let (holder, other) = if first { (one, two) } else { (two, one) };
    assert!(holder.heartbeat().await.expect("beats"));
    assert!(may_write(&database, &holder).await);
    // Given back, it is the other's at once, and what is left of the first one is fenced off.
    let before = holder.clone();
    let late = *before.state();
    holder.release().await;
    let mut seen = None;
    assert!(other.try_acquire(&mut seen).await.expect("looks"));
    *before.state() = late;
    assert!(!may_write(&database, &before).await, "a late writer is stopped");
    assert!(!before.heartbeat().await.expect("beats"));
    assert!(may_write(&database, &other).await);
}

#[tokio::test]
async fn one_process_at_a_time_has_it_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    one_at_a_time(&format!("sqlite://{}/x.sqlite", folder.path().display())).await;
}

#[tokio::test]
async fn on_a_file_a_dead_holder_is_followed_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/x.sqlite", folder.path().display());
    let (_database, one, two) = two(&url).await;
    assert!(one.try_acquire(&mut None).await.expect("looks"));
    assert!(!two.try_acquire(&mut None).await.expect("looks"));
    // Nothing is given back: the lock goes as it goes with a process that is killed.
    drop(one);
    assert!(two.try_acquire(&mut None).await.expect("looks"));
}

#[tokio::test]
async fn one_process_at_a_time_has_it_on_postgresql() {
    Server::Postgres.on(|url| async move { one_at_a_time(&url).await }).await;
}

#[tokio::test]
async fn one_process_at_a_time_has_it_on_mariadb() {
    Server::Maria.on(|url| async move { one_at_a_time(&url).await }).await;
}
