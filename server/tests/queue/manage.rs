//! What an operator does.

use crate::support::{Does, Fixture, Hand, put, step};
use server::queue::{
    Count, Draft, Filter, Queue, QueueError, Refused, State, WorkerId, state::Event,
};
use std::time::Duration;

const LEASE: Duration = Duration::from_secs(30);

on_every_database!(
    a_pause_is_kept_in_the_table_and_holds_for_every_handle,
    a_limit_holds_over_all_workers,
    jobs_are_listed_searched_and_counted,
    jobs_are_cancelled_retried_and_deleted,
    what_ended_long_ago_is_forgotten_and_parked_jobs_later,
    what_a_private_job_carries_is_wiped_once_it_is_done_or_cancelled_and_kept_while_it_is_parked,
);

async fn claim(queue: &Queue, limit: u64) -> Vec<server::queue::Claimed> {
    queue.claim("default", &WorkerId("a".to_owned()), limit, LEASE).await.unwrap()
}

async fn a_pause_is_kept_in_the_table_and_holds_for_every_handle(f: Fixture) {
    let queue = f.queue();
    queue.limit("default", Some(5)).await.unwrap();
    queue.pause("default").await.unwrap();
    queue.enqueue(&step(1, Does::Fail)).await.unwrap();
    let other = f.queue();
    assert!(claim(&other, 9).await.is_empty());
    let row = other.queues().await.unwrap().remove(0);
    assert_eq!((row.paused, row.concurrency), (true, Some(5)), "a pause leaves the limit alone");
    other.resume("default").await.unwrap();
    assert_eq!(claim(&queue, 9).await.len(), 1);
}

async fn a_limit_holds_over_all_workers(f: Fixture) {
    let queue = f.queue();
    queue.limit("default", Some(3)).await.unwrap();
    for number in 0..12 {
        queue.enqueue(&step(number, Does::Fail)).await.unwrap();
    }
    let mut claimers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let queue = queue.clone();
        claimers.spawn(async move { claim(&queue, 2).await });
    }
    let running: Vec<_> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(running.len(), 3);
    let done = Event::Finish { token: running[0].token.clone() };
    queue.ack(&running[0], done).await.unwrap();
    assert_eq!(claim(&queue, 9).await.len(), 1);
    queue.limit("default", None).await.unwrap();
    assert_eq!(claim(&queue, 99).await.len(), 8);
}

async fn jobs_are_listed_searched_and_counted(f: Fixture) {
    let queue = f.queue();
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(put(&queue, Draft::of(&step(number, Does::Fail)).unwrap(), &f).await);
    }
    let job = claim(&queue, 1).await.remove(0);
    let token = job.token.clone();
    let error = "100% of street_names are unknown".to_owned();
    queue.ack(&job, Event::Fail { token, error, again: None }).await.unwrap();
    let page = |before| Filter { before, limit: 2, ..Filter::default() };
    let first = queue.list(&page(None)).await.unwrap();
    assert_eq!(first.iter().map(|job| job.id).collect::<Vec<_>>(), [ids[4].0, ids[3].0]);
    let second = queue.list(&page(Some(ids[3]))).await.unwrap();
    assert_eq!(second.iter().map(|job| job.id).collect::<Vec<_>>(), [ids[2].0, ids[1].0]);
    for (text, found) in [
        ("100% of", 1),
        ("1__%", 0),
        ("street_names", 1),
        ("streetxnames", 0),
        ("\"number\":3", 1),
        ("!", 0),
        ("", 5),
    ] {
        let search = Some(text.to_owned());
        let rows = queue.list(&Filter { search, ..Filter::default() }).await.unwrap();
        assert_eq!(rows.len(), found, "{text}");
    }
    let failed = Filter { state: Some(State::Failed), ..Filter::default() };
    assert_eq!(queue.list(&failed).await.unwrap().len(), 1);
    let queue_name = || "default".to_owned();
    assert_eq!(
        queue.counts().await.unwrap(),
        [
            Count { queue: queue_name(), state: State::Pending, jobs: 4 },
            Count { queue: queue_name(), state: State::Failed, jobs: 1 },
        ]
    );
}

async fn jobs_are_cancelled_retried_and_deleted(f: Fixture) {
    let queue = f.queue();
    let id = put(&queue, Draft::of(&step(1, Does::Fail)).unwrap(), &f).await;
    queue.cancel(id).await.unwrap();
    assert!(claim(&queue, 9).await.is_empty());
    let again = queue.cancel(id).await;
    assert!(matches!(again, Err(QueueError::Refused(Refused::Ended))), "{again:?}");
    queue.retry(id).await.unwrap();
    let running = claim(&queue, 9).await.remove(0);
    let refused = queue.delete(id).await;
    assert!(matches!(refused, Err(QueueError::Refused(Refused::Live))), "{refused:?}");
    queue.cancel(id).await.unwrap();
    let late = queue.ack(&running, Event::Finish { token: running.token.clone() }).await;
    assert!(matches!(late, Err(QueueError::Refused(Refused::NotYours))), "{late:?}");
    queue.delete(id).await.unwrap();
    assert!(matches!(queue.delete(id).await, Err(QueueError::Unknown(_))));
    assert!(matches!(queue.retry(id).await, Err(QueueError::Unknown(_))));
}

async fn what_a_private_job_carries_is_wiped_once_it_is_done_or_cancelled_and_kept_while_it_is_parked(
    f: Fixture,
) {
    let queue = f.queue();
    let draft =
        |number, private| Draft { private, ..Draft::of(&step(number, Does::Fail)).unwrap() };
    let carried = async |id| queue.get(id).await.unwrap().unwrap().args;
    let end = async |id, does: fn(_) -> Event| {
        let job = claim(&queue, 1).await.remove(0);
        assert_eq!(job.id, id);
        queue.ack(&job, does(job.token.clone())).await.unwrap();
    };
    let open = put(&queue, draft(1, false), &f).await;
    end(open, |token| Event::Finish { token }).await;
    assert!(carried(open).await.contains("number"));
    let parked = put(&queue, draft(2, true), &f).await;
    let fail = |token| Event::Fail { token, error: "no".to_owned(), again: None };
    end(parked, fail).await;
    assert!(carried(parked).await.contains("number"));
    queue.retry(parked).await.unwrap();
    end(parked, |token| Event::Finish { token }).await;
    let cancelled = put(&queue, draft(3, true), &f).await;
    queue.cancel(cancelled).await.unwrap();
    for id in [parked, cancelled] {
        assert_eq!(carried(id).await, "");
        let again = queue.retry(id).await;
        assert!(matches!(again, Err(QueueError::Wiped(_))), "{again:?}");
    }
}

async fn what_ended_long_ago_is_forgotten_and_parked_jobs_later(f: Fixture) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    for number in 0..3 {
        queue.enqueue(&step(number, Does::Fail)).await.unwrap();
    }
    let jobs = claim(&queue, 2).await;
    queue.ack(&jobs[0], Event::Finish { token: jobs[0].token.clone() }).await.unwrap();
    let (token, error) = (jobs[1].token.clone(), "no".to_owned());
    queue.ack(&jobs[1], Event::Fail { token, error, again: None }).await.unwrap();
    let ended = entity::table::instant(hand.read());
    let second = chrono::TimeDelta::seconds(1);
    assert_eq!(queue.prune(ended, ended).await.unwrap(), 0, "what ended just now stays");
    assert_eq!(queue.prune(ended + second, ended).await.unwrap(), 1);
    assert_eq!(queue.prune(ended + second, ended + second).await.unwrap(), 1);
    let left = queue.list(&Filter::default()).await.unwrap();
    assert_eq!(left.iter().map(|job| job.state).collect::<Vec<_>>(), [State::Pending]);
}
