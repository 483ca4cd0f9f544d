//! Workers that die: real processes, really killed.

use crate::support::{Does, Fixture, on_url, put, quick, step, until, worker};
use rand::Rng;
use server::queue::{
    Draft, Filter, Queue, QueueError, State, WorkerConfig, WorkerId, state::Event,
};
use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// Names the database to a worker's process.
const URL: &str = "BTS_QUEUE_TEST_DATABASE";
const LEASE: Duration = Duration::from_millis(900);

on_every_database!(
    workers_killed_again_and_again_lose_no_job_and_repeat_no_finished_one,
    a_worker_that_slept_past_its_lease_cannot_say_its_job_is_done,
    a_job_that_kills_its_process_is_parked_after_its_attempts,
);

/// Not a test: the worker that the others start, as a process of its own.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by other tests as a process of its own"]
async fn a_worker_process() {
    let Ok(url) = std::env::var(URL) else { return };
    let fixture = on_url(url).await;
    let config = WorkerConfig { lease: LEASE, slots: 4, ..quick() };
    worker(&fixture, fixture.queue(), config).run(CancellationToken::new()).await;
}

/// A worker's process; it dies with its handle.
struct Process(Child);

impl Process {
    fn start(fixture: &Fixture) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "death::a_worker_process", "--ignored", "--nocapture"])
            .env(URL, &fixture.url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // SIGKILL, as by `kill -9`.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn in_state(queue: &Queue, state: State) -> BTreeMap<i64, i64> {
    let rows = queue.list(&Filter { state: Some(state), ..Filter::default() }).await.unwrap();
    rows.into_iter().map(|row| (row.id, row.claims)).collect()
}

async fn workers_killed_again_and_again_lose_no_job_and_repeat_no_finished_one(f: Fixture) {
    const JOBS: usize = 60;
    const KILLS: usize = 8;
    f.make_track().await;
    let queue = f.queue();
    for number in 0..JOBS {
        queue.enqueue(&step(i64::try_from(number).unwrap(), Does::Sleep(150))).await.unwrap();
    }
    let mut finished: BTreeMap<i64, i64> = BTreeMap::new();
    let mut kills = 0;
    for _ in 0..KILLS {
        if in_state(&queue, State::Done).await.len() == JOBS {
            break;
        }
        let process = Process::start(&f);
        let begun = f.tracks("began").await.values().sum::<i64>();
        until("the worker has begun a job", || async {
            f.tracks("began").await.values().sum::<i64>() > begun
        })
        .await;
        let life = rand::rng().random_range(50..400);
        tokio::time::sleep(Duration::from_millis(life)).await;
        drop(process);
        kills += 1;
        finished.extend(in_state(&queue, State::Done).await);
    }
    let last = Process::start(&f);
    until("all are done", || async { in_state(&queue, State::Done).await.len() == JOBS }).await;
    drop(last);
    let done = in_state(&queue, State::Done).await;
    for (id, claims) in &finished {
        assert_eq!(done.get(id), Some(claims), "job {id} was done and has been claimed again");
    }
    let ended = f.tracks("ended").await;
    assert_eq!(ended.len(), JOBS, "every job has done its work");
    let repeated = done.values().filter(|claims| **claims > 1).count();
    assert!(repeated > 0, "{kills} kills struck no running job, so this proves nothing");
}

async fn a_worker_that_slept_past_its_lease_cannot_say_its_job_is_done(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let id = put(&queue, Draft::of(&step(1, Does::Sleep(700))).unwrap(), &f).await;
    let process = Process::start(&f);
    until("it runs", || async { f.tracks("began").await.len() == 1 }).await;
    process.signal("-STOP");
    until("its lease has run out", || async { queue.reap().await.unwrap() == 1 }).await;
    let us = WorkerId("us".to_owned());
    let ours = queue.claim("default", &us, 1, Duration::from_secs(60)).await.unwrap().remove(0);
    process.signal("-CONT");
    // Its job's sleep is over by now, so it goes on to say that the job is done.
    tokio::time::sleep(Duration::from_millis(2_000)).await;
    let row = queue.get(id).await.unwrap().unwrap();
    assert_eq!((row.state, row.worker.as_deref()), (State::Running, Some("us")));
    queue.ack(&ours, Event::Finish { token: ours.token.clone() }).await.unwrap();
    let twice = queue.ack(&ours, Event::Finish { token: ours.token.clone() }).await;
    assert!(matches!(twice, Err(QueueError::Refused(_))), "{twice:?}");
}

async fn a_job_that_kills_its_process_is_parked_after_its_attempts(f: Fixture) {
    f.make_track().await;
    let queue = f.queue();
    let draft = Draft { max_attempts: 3, ..Draft::of(&step(1, Does::Abort)).unwrap() };
    let id = put(&queue, draft, &f).await;
    let mut deaths = 0;
    let mut process = Process::start(&f);
    until("it is parked", || {
        if process.0.try_wait().unwrap().is_some() {
            deaths += 1;
            process = Process::start(&f);
        }
        let queue = queue.clone();
        async move { queue.get(id).await.unwrap().unwrap().state == State::Failed }
    })
    .await;
    let row = queue.get(id).await.unwrap().unwrap();
    assert_eq!((row.attempts, row.claims, deaths), (3, 3, 3));
    assert!(row.error.unwrap().contains("fell silent"));
    assert_eq!(f.tracks("began").await[&1], 3);
    // The worker that parked it goes on with other work.
    queue.enqueue(&step(2, Does::Sleep(1))).await.unwrap();
    until("another job is done", || async { f.tracks("ended").await.contains_key(&2) }).await;
}
