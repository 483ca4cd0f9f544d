//! Whole workers in this process.

use crate::support::{Does, Fixture, put, quick, step, until, worker};
use server::queue::{Draft, Filter, JobId, Queue, State, WorkerConfig};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

on_every_database!(
    every_job_runs_exactly_once_when_nothing_fails,
    a_job_that_fails_or_panics_is_tried_again_and_then_parked_with_its_error,
    a_worker_told_to_stop_finishes_what_it_can_and_hands_back_the_rest,
    a_cancelled_job_is_cut,
    jobs_longer_than_their_lease_keep_it_and_run_once,
);

async fn all(queue: &Queue, state: State) -> usize {
    queue.list(&Filter { state: Some(state), ..Filter::default() }).await.unwrap().len()
}

async fn state(queue: &Queue, id: JobId) -> State {
    queue.get(id).await.unwrap().unwrap().state
}

async fn every_job_runs_exactly_once_when_nothing_fails(f: Fixture) {
    f.make_track().await;
    let stop = CancellationToken::new();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        workers.spawn(worker(&f, f.queue(), quick()).run(stop.clone()));
    }
    let queue = f.queue();
    for number in 0..90 {
        queue.enqueue(&step(number, Does::Sleep(1))).await.unwrap();
    }
    until("all are done", || async { all(&queue, State::Done).await == 90 }).await;
    stop.cancel();
    workers.join_all().await;
    let ended = f.tracks("ended").await;
    assert_eq!(ended.len(), 90);
    assert!(f.tracks("began").await.values().all(|times| *times == 1));
}

async fn a_job_that_fails_or_panics_is_tried_again_and_then_parked_with_its_error(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let draft = |number, does| Draft { max_attempts: 3, ..Draft::of(&step(number, does)).unwrap() };
    let fails = put(&queue, draft(1, Does::Fail), &f).await;
    let panics = put(&queue, draft(2, Does::Panic), &f).await;
    let gives_up = put(&queue, draft(3, Does::GiveUp), &f).await;
    let slow = put(&queue, Draft { max_attempts: 1, ..draft(4, Does::Sleep(60_000)) }, &f).await;
    let strange = put(&queue, Draft { name: "unheard_of", ..draft(5, Does::Fail) }, &f).await;
    let garbled = put(&queue, Draft { args: "{}".to_owned(), ..draft(6, Does::Fail) }, &f).await;
    let good = put(&queue, draft(7, Does::Sleep(1)), &f).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker(&f, queue.clone(), quick()).run(stop.clone()));
    until("all but one are parked", || async { all(&queue, State::Failed).await == 6 }).await;
    for (id, attempts, words) in [
        (fails, 3, "the post office is shut"),
        (panics, 3, "it panicked: number 2 fell over"),
        (gives_up, 1, "there is no such street"),
        (slow, 1, "it was not done within 6s"),
        (strange, 3, "no worker here knows the job “unheard_of”"),
        (garbled, 3, "what the job carries cannot be read"),
    ] {
        let row = queue.get(id).await.unwrap().unwrap();
        assert_eq!(row.attempts, attempts, "{words}");
        let error = row.error.unwrap();
        assert!(error.contains(words), "{error}");
    }
    until("the good one is done", || async { state(&queue, good).await == State::Done }).await;
    stop.cancel();
    working.await.unwrap();
    let began = f.tracks("began").await;
    assert_eq!((began[&1], began[&2], began[&3], began[&4]), (3, 3, 1, 1));
}

async fn a_worker_told_to_stop_finishes_what_it_can_and_hands_back_the_rest(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let config = WorkerConfig { slots: 2, grace: Duration::from_millis(1_500), ..quick() };
    let short = put(&queue, Draft::of(&step(1, Does::Sleep(500))).unwrap(), &f).await;
    let long = put(&queue, Draft::of(&step(2, Does::Sleep(5_500))).unwrap(), &f).await;
    let waiting = put(&queue, Draft::of(&step(3, Does::Sleep(1))).unwrap(), &f).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker(&f, queue.clone(), config).run(stop.clone()));
    until("two run", || async { f.tracks("began").await.len() == 2 }).await;
    stop.cancel();
    working.await.unwrap();
    assert_eq!(state(&queue, short).await, State::Done);
    assert_eq!(state(&queue, waiting).await, State::Pending, "nothing is begun after the stop");
    let back = queue.get(long).await.unwrap().unwrap();
    assert_eq!((back.state, back.attempts, back.worker), (State::Pending, 0, None));
    assert!(!f.tracks("ended").await.contains_key(&2), "what is handed back has been cut");
}

async fn a_cancelled_job_is_cut(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let config = WorkerConfig { lease: Duration::from_millis(300), ..quick() };
    let id = put(&queue, Draft::of(&step(1, Does::Sleep(2_000))).unwrap(), &f).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker(&f, queue.clone(), config).run(stop.clone()));
    until("it runs", || async { f.tracks("began").await.len() == 1 }).await;
    queue.cancel(id).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(f.tracks("ended").await.is_empty());
    assert_eq!(state(&queue, id).await, State::Cancelled);
    stop.cancel();
    working.await.unwrap();
}

async fn jobs_longer_than_their_lease_keep_it_and_run_once(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let config = || WorkerConfig { lease: Duration::from_secs(2), slots: 6, ..quick() };
    for number in 0..12 {
        queue.enqueue(&step(number, Does::Sleep(3_000))).await.unwrap();
    }
    let stop = CancellationToken::new();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..2 {
        workers.spawn(worker(&f, f.queue(), config()).run(stop.clone()));
    }
    until("all are done", || async { all(&queue, State::Done).await == 12 }).await;
    stop.cancel();
    workers.join_all().await;
    assert!(f.tracks("began").await.values().all(|times| *times == 1));
}
