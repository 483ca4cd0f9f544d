//! The bucket against a plain model, and one suite for every keeper of buckets.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{Bucket, Limiter, Local, Quota, Shared, Subject, micros};
use crate::{
    redis::{Connection, testing},
    servers,
};
use proptest::prelude::*;
use redis::IntoConnectionInfo;
use std::{sync::Arc, time::Duration};

const SECOND: u64 = 1_000_000;
const DAY: u64 = 86_400 * SECOND;

fn quota(per_window: u32, window: u32, per_day: Option<u32>) -> Quota {
    Quota { per_window, window, per_day }
}

proptest! {
    #[test]
    fn no_span_of_time_admits_more_than_a_full_bucket_and_what_flows_in(
        q in 1_u32..50, w in 1_u32..120, per_day in proptest::option::of(1_u32..60),
        gaps in proptest::collection::vec(0_u64..5_000_000, 1..150),
    ) {
        let quota = quota(q, w, per_day);
        let (mut bucket, mut now, mut admitted) = (Bucket::default(), 20_000 * DAY, Vec::new());
        for gap in gaps {
            now += gap;
            let before = bucket;
            let outcome = bucket.charge(quota, now);
            if outcome.admitted {
                admitted.push(now);
            } else {
                prop_assert!(outcome.wait() > 0 && !outcome.violated().is_empty());
                // Nothing was used, one microsecond too early is still refused, and then it is not.
                let (mut early, mut punctual, mut again) = (bucket, bucket, before);
                prop_assert!(!early.charge(quota, now + outcome.wait() - 1).admitted);
                prop_assert!(punctual.charge(quota, now + outcome.wait()).admitted);
                prop_assert!(again.charge(quota, now) == outcome);
            }
            prop_assert!(outcome.minute.remaining <= q);
            prop_assert!(outcome.minute.reset <= u64::from(w) * SECOND);
            let mut later = bucket;
            let full = later.charge(quota, now + outcome.minute.reset);
            prop_assert!(full.minute.remaining == q - 1 || !full.admitted);
        }
        for (i, from) in admitted.iter().enumerate() {
            for (j, to) in admitted.iter().enumerate().skip(i) {
                let flowed = u128::from(to - from) * u128::from(q) / u128::from(u64::from(w) * SECOND);
                prop_assert!((j - i + 1) as u128 <= u128::from(q) + flowed);
            }
        }
        if let Some(per_day) = per_day {
            for day in admitted.chunk_by(|a, b| a / DAY == b / DAY) {
                prop_assert!(day.len() <= per_day as usize);
            }
        }
    }

    #[test]
    fn what_is_given_back_can_be_used_again_and_never_more(
        q in 1_u32..30, back in proptest::collection::vec(any::<bool>(), 1..100),
    ) {
        let (quota, now) = (quota(q, 60, Some(40)), 20_000 * DAY);
        let (mut bucket, mut used) = (Bucket::default(), 0_u32);
        for back in back {
            let outcome = bucket.charge(quota, now);
            prop_assert_eq!(outcome.admitted, used < q.min(40));
            used += u32::from(outcome.admitted);
            if outcome.admitted && back {
                used -= 1;
                prop_assert_eq!(bucket.refund(quota, now).minute.remaining, q - used);
            }
        }
    }
}

#[test]
fn a_plan_that_grows_helps_at_once_and_one_that_shrinks_binds_at_once() {
    let (mut bucket, now) = (Bucket::default(), 20_000 * DAY);
    for _ in 0..10 {
        assert!(bucket.charge(quota(10, 60, None), now).admitted);
    }
    assert!(!bucket.charge(quota(10, 60, None), now).admitted);
    assert_eq!(bucket.charge(quota(100, 60, None), now).minute.remaining, 89);
    assert!(!bucket.charge(quota(5, 60, None), now).admitted);
}

#[test]
fn a_clock_that_is_set_back_pays_nothing_and_the_day_begins_at_midnight_utc() {
    let (mut bucket, now) = (Bucket::default(), 20_000 * DAY + DAY - SECOND);
    let quota = quota(1_000, 60, Some(2));
    assert!(bucket.charge(quota, now).admitted && bucket.charge(quota, now).admitted);
    let refused = bucket.charge(quota, now - 3 * DAY);
    assert!(!refused.admitted);
    assert_eq!(bucket.charge(quota, now).wait(), SECOND);
    assert!(bucket.charge(quota, now + SECOND).admitted);
}

#[tokio::test]
async fn idle_subjects_are_forgotten() {
    let (local, quota, now) = (Local::default(), quota(30, 60, None), 20_000 * DAY);
    for i in 0..100_000_u64 {
        local.charge(Subject::Account(i.cast_signed()), quota, now + i * 10_000).await;
    }
    // A minute has room for 6,000 of these; shards search when they have doubled.
    assert!(local.len() < 40_000, "{}", local.len());
}

#[tokio::test]
async fn buckets_in_this_process_keep_the_rules() {
    suite(&Local::default()).await;
}

#[tokio::test]
async fn buckets_in_redis_keep_the_rules() {
    let Some((link, prefix)) = testing::link().await else { return };
    suite(&Shared::new(link, &prefix, 2)).await;
}

/// What every keeper must do, within a second or two of real time.
async fn suite(limiter: &dyn Limiter) {
    // Counted down to nothing, then refused, with the wait said.
    let five = quota(5, 3_600, None);
    for left in (0..5).rev() {
        let outcome = limiter.charge(Subject::Account(1), five, micros()).await;
        assert!(outcome.admitted);
        assert_eq!((outcome.minute.remaining, outcome.day), (left, None));
    }
    let refused = limiter.charge(Subject::Account(1), five, micros()).await;
    assert!(!refused.admitted);
    assert_eq!(refused.violated(), ["minute"]);
    assert!(refused.wait() > 715 * SECOND && refused.wait() <= 720 * SECOND, "{refused:?}");
    assert!(refused.minute.reset > 3_590 * SECOND && refused.minute.reset <= 3_600 * SECOND);
    // One given back is one more.
    assert_eq!(limiter.refund(Subject::Account(1), five, micros()).await.minute.remaining, 1);
    assert!(limiter.charge(Subject::Account(1), five, micros()).await.admitted);
    assert!(!limiter.charge(Subject::Account(1), five, micros()).await.admitted);
    // A look uses nothing and never refuses.
    let looked = limiter.peek(Subject::Account(1), five, micros()).await;
    assert!(looked.admitted && looked.minute.remaining == 0 && looked.minute.wait > 0);
    assert_eq!(limiter.peek(Subject::Account(9), five, micros()).await.minute.remaining, 5);
    // Another subject has a bucket of its own; giving back what was never used makes no more.
    assert_eq!(limiter.refund(Subject::Account(2), five, micros()).await.minute.remaining, 5);
    assert_eq!(limiter.charge(Subject::Account(2), five, micros()).await.minute.remaining, 4);
    // The day binds where it is the smaller, and a refused request uses nothing of the other.
    let days = quota(100, 3_600, Some(2));
    for left in [1, 0] {
        assert_eq!(
            limiter.charge(Subject::Account(3), days, micros()).await.day.unwrap().remaining,
            left
        );
    }
    let refused = limiter.charge(Subject::Account(3), days, micros()).await;
    assert_eq!(refused.violated(), ["day"]);
    assert_eq!(refused.minute.remaining, 98);
    assert!(refused.wait() <= DAY && refused.wait() == refused.day.unwrap().reset);
    // Time pays back.
    let quick = quota(10, 1, None);
    for _ in 0..10 {
        limiter.charge(Subject::Account(4), quick, micros()).await;
    }
    tokio::time::sleep(Duration::from_millis(350)).await;
    let paid = limiter.charge(Subject::Account(4), quick, micros()).await;
    assert!(paid.admitted && (2..9).contains(&paid.minute.remaining), "{paid:?}");
}

/// A Redis of one's own, ended when dropped.
struct OwnRedis {
    child: std::process::Child,
    _folder: tempfile::TempDir,
}

impl OwnRedis {
    fn start(port: u16) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let child = std::process::Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
            .arg(folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { child, _folder: folder })
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_redis_is_away_each_process_admits_its_share_and_then_redis_again() {
    let port = free_port();
    let Some(server) = OwnRedis::start(port) else {
        return servers::missing("there is no redis-server to start");
    };
    let at = format!("redis://127.0.0.1:{port}").into_connection_info().unwrap();
    let shared = Arc::new(Shared::new(Connection::open(at).await, "t:", 2));
    until("Redis answers", || !shared.is_falling_back()).await;
    let hundred = quota(100, 3_600, Some(10_000));
    let load = async |n: usize| {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..n {
            let shared = shared.clone();
            calls.spawn(async move { shared.charge(Subject::Account(1), hundred, micros()).await });
        }
        calls.join_all().await.into_iter().filter(|outcome| outcome.admitted).count()
    };
    assert_eq!(load(40).await, 40);
    drop(server);
    // Half of the quota is this process's share of two, whatever is asked.
    let mut admitted = 0;
    for _ in 0..10 {
        admitted += load(30).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(shared.is_falling_back());
    assert!((50..=52).contains(&admitted), "{admitted}");
    // Back, and empty: the whole quota is there, and it is Redis that counts.
    let _server = OwnRedis::start(port).unwrap();
    until("the limiter comes back", || !shared.is_falling_back()).await;
    assert_eq!(load(120).await, 100);
}

#[tokio::test]
async fn a_redis_that_hangs_costs_a_moment_and_then_nothing() {
    // It accepts, answers the first pings by hand, and then never says a word again.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let silent = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4_096];
        loop {
            let n = socket.read(&mut buffer).await.unwrap();
            let text = String::from_utf8_lossy(&buffer[..n]).to_uppercase();
            if n == 0 || text.contains("EVALSHA") {
                break std::future::pending::<()>().await;
            }
            let commands = text.matches('*').count();
            socket.write_all("+PONG\r\n".repeat(commands).as_bytes()).await.unwrap();
        }
    });
    let at = format!("redis://127.0.0.1:{port}").into_connection_info().unwrap();
    let shared = Shared::new(Connection::open(at).await, "t:", 2);
    assert!(!shared.is_falling_back());
    let started = std::time::Instant::now();
    let mut admitted = 0;
    for _ in 0..100 {
        admitted += u32::from(
            shared.charge(Subject::Account(1), quota(60, 3_600, None), micros()).await.admitted,
        );
    }
    // Three calls wait half a second each; from then on nobody waits.
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(shared.is_falling_back());
    assert_eq!(admitted, 30);
    silent.abort();
}

#[tokio::test]
async fn who_fills_the_memory_neither_grows_it_nor_frees_who_is_held_back() {
    let (local, quota, now) = (Local::default(), quota(10, 600, None), 20_000 * DAY);
    let held = Subject::Door { what: "account", mark: 7 };
    while local.charge(held, quota, now).await.admitted {}
    for mark in 1_000..601_000 {
        local.charge(Subject::Door { what: "account", mark }, quota, now).await;
    }
    assert!(local.len() <= 16 * 16_384, "{}", local.len());
    assert!(!local.charge(held, quota, now).await.admitted);
}
