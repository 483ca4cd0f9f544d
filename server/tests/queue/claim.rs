//! Taking jobs and what becomes of them, step by step.

use crate::support::{Does, Fixture, Hand, put, step};
use chrono::TimeDelta;
use sea_orm::TransactionTrait;
use server::queue::{
    Draft, Enqueued, Priority, Queue, QueueError, Refused, State, WorkerId, state::Event,
};
use std::time::Duration;

const LEASE: Duration = Duration::from_secs(30);

on_every_database!(
    urgent_jobs_go_first_and_others_in_their_turn,
    a_job_waits_for_its_time,
    a_job_is_there_if_and_only_if_the_transaction_commits,
    of_jobs_with_one_key_only_one_waits_or_runs,
    a_late_worker_is_refused_even_after_the_same_worker_took_the_job_again,
    a_renewed_lease_holds_and_a_lapsed_one_does_not,
    claims_at_once_share_the_jobs_and_give_none_twice,
);

fn a(name: &str) -> WorkerId {
    WorkerId(name.to_owned())
}

async fn claim(queue: &Queue, worker: &str, limit: u64) -> Vec<server::queue::Claimed> {
    queue.claim("default", &a(worker), limit, LEASE).await.unwrap()
}

async fn urgent_jobs_go_first_and_others_in_their_turn(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    for (number, priority) in
        [(1, Priority::Normal), (2, Priority::Low), (3, Priority::High), (4, Priority::Normal)]
    {
        let draft = Draft::of(&step(number, Does::Fail)).unwrap().with_priority(priority);
        put(&queue, draft, &f).await;
        hand.add(Duration::from_millis(5));
    }
    let mut order = Vec::new();
    for _ in 0..2 {
        for job in claim(&queue, "a", 2).await {
            order.push(
                serde_json::from_str::<serde_json::Value>(&job.args).unwrap()["number"].clone(),
            );
        }
    }
    assert_eq!(order, [3, 1, 4, 2]);
}

async fn a_job_waits_for_its_time(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    let at = entity::table::instant(hand.read()) + TimeDelta::seconds(10);
    put(&queue, Draft::of(&step(1, Does::Fail)).unwrap().at(at), &f).await;
    assert!(claim(&queue, "a", 9).await.is_empty());
    hand.add(Duration::from_secs(10));
    assert_eq!(claim(&queue, "a", 9).await.len(), 1);
}

async fn a_job_is_there_if_and_only_if_the_transaction_commits(f: Fixture) {
    let queue = f.queue();
    let transaction = f.database.begin().await.unwrap();
    queue.enqueue_in(&transaction, &step(1, Does::Fail)).await.unwrap();
    transaction.rollback().await.unwrap();
    assert!(claim(&queue, "a", 9).await.is_empty());
    let transaction = f.database.pool().begin().await.unwrap();
    queue.enqueue_in(&transaction, &step(2, Does::Fail)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(claim(&queue, "a", 9).await.len(), 1);
}

async fn of_jobs_with_one_key_only_one_waits_or_runs(f: Fixture) {
    let queue = f.queue();
    let draft = |number| Draft {
        unique: Some("mail:7".to_owned()),
        ..Draft::of(&step(number, Does::Fail)).unwrap()
    };
    let first = put(&queue, draft(1), &f).await;
    // A refused one leaves the caller's transaction as it was.
    let transaction = f.database.begin().await.unwrap();
    assert_eq!(queue.put(&transaction, draft(2)).await.unwrap(), Enqueued::Already);
    queue.enqueue_in(&transaction, &step(3, Does::Fail)).await.unwrap();
    transaction.commit().await.unwrap();
    let claimed = claim(&queue, "a", 9).await;
    assert_eq!(claimed.len(), 2);
    let pool = f.database.pool();
    assert_eq!(queue.put(pool, draft(4)).await.unwrap(), Enqueued::Already, "while it runs");
    let job = claimed.iter().find(|job| job.id == first).unwrap();
    queue.ack(job, Event::Finish { token: job.token.clone() }).await.unwrap();
    put(&queue, draft(5), &f).await;
    // The first cannot come back while the fifth has its key.
    let refused = queue.retry(first).await;
    assert!(matches!(refused, Err(QueueError::Refused(Refused::Held))), "{refused:?}");
}

async fn a_late_worker_is_refused_even_after_the_same_worker_took_the_job_again(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    let id = put(&queue, Draft::of(&step(1, Does::Fail)).unwrap(), &f).await;
    let first = claim(&queue, "a", 1).await.remove(0);
    queue.cancel(id).await.unwrap();
    queue.retry(id).await.unwrap();
    let second = claim(&queue, "a", 1).await.remove(0);
    assert_eq!(first.life.attempts, second.life.attempts, "attempts alone do not tell them apart");
    let late = queue.ack(&first, Event::Finish { token: first.token.clone() }).await;
    assert!(matches!(late, Err(QueueError::Refused(Refused::NotYours))), "{late:?}");
    assert_eq!(queue.get(id).await.unwrap().unwrap().state, State::Running);
    queue.ack(&second, Event::Finish { token: second.token.clone() }).await.unwrap();
    assert_eq!(queue.get(id).await.unwrap().unwrap().state, State::Done);
}

async fn a_renewed_lease_holds_and_a_lapsed_one_does_not(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    let id = put(&queue, Draft::of(&step(1, Does::Fail)).unwrap(), &f).await;
    let held = claim(&queue, "a", 1).await.remove(0);
    hand.add(Duration::from_secs(29));
    let ours = queue.renew(&a("a"), &[id], LEASE).await.unwrap();
    assert!(ours.contains(&(id, held.token.claim)));
    assert!(queue.renew(&a("b"), &[id], LEASE).await.unwrap().is_empty(), "only its own worker");
    hand.add(Duration::from_secs(29));
    assert_eq!(queue.reap().await.unwrap(), 0);
    hand.add(Duration::from_secs(2));
    assert_eq!(queue.reap().await.unwrap(), 1);
    assert!(queue.renew(&a("a"), &[id], LEASE).await.unwrap().is_empty());
    let again = claim(&queue, "b", 1).await.remove(0);
    assert_eq!((again.life.attempts, again.token.claim), (2, 2));
}

async fn claims_at_once_share_the_jobs_and_give_none_twice(f: Fixture) {
    let queue = f.queue();
    for number in 0..60 {
        queue.enqueue(&step(number, Does::Fail)).await.unwrap();
    }
    let mut claimers = tokio::task::JoinSet::new();
    for number in 0..4 {
        let queue = queue.clone();
        claimers.spawn(async move {
            let (mut got, mut misses) = (Vec::new(), 0);
            // Rows that another has locked are skipped, so one empty look is not the end.
            while misses < 5 {
                match queue.claim("default", &a(&format!("w{number}")), 3, LEASE).await {
                    Ok(jobs) if !jobs.is_empty() => got.extend(jobs.into_iter().map(|job| job.id)),
                    Ok(_) | Err(_) => {
                        misses += 1;
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                }
            }
            got
        });
    }
    let mut all: Vec<_> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(all.len(), 60);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 60);
}
