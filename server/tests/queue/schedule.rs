//! Recurring jobs while clocks jump.

use crate::support::{BEGIN, Does, Fixture, Hand, step};
use proptest::prelude::*;
use server::queue::{
    Draft, Enqueued, Queue, Schedule, WorkerId,
    schedule::{REWIND, due, slot},
    state::Event,
};
use std::time::Duration;

const MINUTE: i64 = 60_000;

on_every_database!(
    a_recurring_job_comes_once_a_slot_however_the_clock_jumps,
    two_workers_put_a_recurring_job_in_once,
);

fn schedule() -> Schedule {
    let draft = Draft::of(&step(1, Does::Fail)).unwrap();
    Schedule { every: Duration::from_secs(60), draft }
}

/// Finish whatever waits, so that the next one is not held up.
async fn finish(queue: &Queue) -> usize {
    let worker = WorkerId("a".to_owned());
    let jobs = queue.claim("default", &worker, 9, Duration::from_secs(30)).await.unwrap();
    for job in &jobs {
        queue.ack(job, Event::Finish { token: job.token.clone() }).await.unwrap();
    }
    jobs.len()
}

async fn a_recurring_job_comes_once_a_slot_however_the_clock_jumps(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    let schedule = schedule();
    let fired = async |at: i64| {
        hand.set(BEGIN + at);
        let fired = queue.enqueue_due(&schedule).await.unwrap();
        let ran = finish(&queue).await;
        assert_eq!(ran, usize::from(fired.is_some()));
        fired.is_some()
    };
    assert!(fired(0).await, "first sight");
    assert!(!fired(MINUTE - 1).await, "the same slot");
    assert!(fired(MINUTE).await);
    assert!(fired(90 * MINUTE).await, "one run for all that was missed");
    assert!(!fired(90 * MINUTE + 1).await);
    assert!(!fired(88 * MINUTE).await, "two minutes back: those slots were served");
    assert!(!fired(90 * MINUTE).await);
    assert!(fired(91 * MINUTE).await);
    assert!(fired(-24 * 60 * MINUTE).await, "a day back: the schedule begins again");
    assert!(fired(-24 * 60 * MINUTE + MINUTE).await);
    // One still waits: the slot passes, and no second is put in.
    hand.add(Duration::from_secs(60));
    assert!(matches!(queue.enqueue_due(&schedule).await.unwrap(), Some(Enqueued::New(_))));
    hand.add(Duration::from_secs(60));
    assert_eq!(queue.enqueue_due(&schedule).await.unwrap(), Some(Enqueued::Already));
    assert_eq!(finish(&queue).await, 1);
}

async fn two_workers_put_a_recurring_job_in_once(f: Fixture) {
    let hand = Hand::new();
    for round in 0..5 {
        hand.set(BEGIN + round * MINUTE);
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let queue = f.queue_at(&hand);
            workers.spawn(async move { queue.enqueue_due(&schedule()).await });
        }
        let fired = workers.join_all().await;
        // A worker that met another may be told to try again; it never puts a second one in.
        let new = fired.iter().filter(|fired| matches!(fired, Ok(Some(Enqueued::New(_))))).count();
        assert_eq!(new, 1, "{fired:?}");
        assert_eq!(finish(&f.queue_at(&hand)).await, 1);
    }
}

proptest! {
    #[test]
    fn a_clock_that_only_goes_forward_serves_every_slot_it_is_seen_in_once(
        period in 1_000_i64..10_000_000,
        steps in prop::collection::vec(0_i64..20_000_000, 1..60),
    ) {
        let (mut now, mut last) = (BEGIN, 0);
        let mut served = Vec::new();
        for step in steps {
            now += step;
            if let Some(slot) = due(last, now, period) {
                served.push(slot);
                last = slot;
            }
            prop_assert_eq!(last, slot(now, period), "the slot at hand has been served");
        }
        prop_assert!(served.windows(2).all(|pair| pair[0] < pair[1]), "no slot twice");
    }

    #[test]
    fn a_clock_that_wavers_serves_no_slot_twice(
        period in 1_000_i64..10_000_000,
        steps in prop::collection::vec(-REWIND / 2..=REWIND, 1..60),
    ) {
        let mut last = 0;
        let (mut now, mut highest) = (BEGIN, BEGIN);
        let mut served = Vec::new();
        for step in steps {
            now = (now + step).max(highest - REWIND);
            highest = highest.max(now);
            if let Some(slot) = due(last, now, period) {
                served.push(slot);
                last = slot;
            }
        }
        prop_assert!(served.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", served);
    }

    #[test]
    fn a_clock_set_far_back_does_not_stand_still(
        period in 1_000_i64..10_000_000,
        back in 1_i64..1_000_000_000_000,
    ) {
        let last = slot(BEGIN, period);
        let now = BEGIN - REWIND - 2 * period - back;
        prop_assert_eq!(due(last, now, period), Some(slot(now, period)));
    }
}
