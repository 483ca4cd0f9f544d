//! Databases of a test's own, a clock to be set, and a job that leaves tracks.

use crate::servers::Server;
use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};
use server::{
    queue::{Draft, Enqueued, Job, JobError, JobId, Now, Queue, Run, Worker, WorkerConfig},
    store::Database,
};
use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Where manual clocks begin.
pub const BEGIN: i64 = 1_800_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
    Maria,
}

/// A database that is there for one test.
#[derive(Clone)]
pub struct Fixture {
    pub database: Database,
    pub url: String,
}

/// Run `test` on a new database of `kind`, and drop that whatever comes of it.
pub async fn on<F: Future<Output = ()> + Send + 'static>(
    kind: Kind,
    test: impl FnOnce(Fixture) -> F + Send + 'static,
) {
    let test = async |url: String| {
        let database = Database::connect(&url).await.unwrap();
        database.migrate().await.unwrap();
        test(Fixture { database, url }).await;
    };
    match kind {
        Kind::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            test(format!("sqlite://{}", folder.path().join("queue.sqlite").display())).await;
        }
        Kind::Postgres => Server::Postgres.on(test).await,
        Kind::Maria => Server::Maria.on(test).await,
    }
}

/// A database that another process made.
pub async fn on_url(url: String) -> Fixture {
    Fixture { database: Database::connect(&url).await.unwrap(), url }
}

/// Each named test on each kind of database.
macro_rules! on_every_database {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::support::{Kind, on};

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                on(Kind::Sqlite, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                on(Kind::Postgres, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_mariadb() {
                on(Kind::Maria, super::$name).await;
            }
        }
    )+};
}

/// A clock that stands until it is moved.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(BEGIN)))
    }

    pub fn add(&self, span: Duration) {
        self.0.fetch_add(span.as_millis() as i64, Ordering::SeqCst);
    }

    pub fn set(&self, now: i64) {
        self.0.store(now, Ordering::SeqCst);
    }

    pub fn read(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn now(&self) -> Now {
        let hand = self.clone();
        Now::new(move || hand.read())
    }
}

impl Fixture {
    /// A queue by the machine's own clock.
    pub fn queue(&self) -> Queue {
        Queue::new(self.database.clone(), server::clock::Clock::Real)
    }

    /// A queue by a clock of the test.
    pub fn queue_at(&self, hand: &Hand) -> Queue {
        Queue::new(self.database.clone(), hand.now())
    }

    /// Make the table in which jobs leave tracks.
    pub async fn make_track(&self) {
        let text = "create table track (job bigint not null, what varchar(16) not null)";
        self.database.pool().execute_unprepared(text).await.unwrap();
    }

    /// How often `what` was noted about each job.
    pub async fn tracks(&self, what: &str) -> std::collections::BTreeMap<i64, i64> {
        let text =
            format!("select job, count(*) as n from track where what = '{what}' group by job");
        let pool = self.database.pool();
        let rows = pool
            .query_all_raw(Statement::from_string(pool.get_database_backend(), text))
            .await
            .unwrap();
        rows.iter()
            .map(|row| (row.try_get("", "job").unwrap(), row.try_get("", "n").unwrap()))
            .collect()
    }
}

/// What the jobs of these tests may use.
pub struct Ground(pub Database);

impl Ground {
    pub async fn track(&self, job: i64, what: &str) -> Result<(), sea_orm::DbErr> {
        let text = format!("insert into track (job, what) values ({job}, '{what}')");
        self.0.pool().execute_unprepared(&text).await.map(drop)
    }
}

/// A job that says when it began and ended, and does in between as it is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub number: i64,
    pub does: Does,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Does {
    Sleep(u64),
    Fail,
    GiveUp,
    Panic,
    /// End the whole process, as a fault in a C library would.
    Abort,
}

impl Job for Step {
    const NAME: &'static str = "step";
    const MAX_ATTEMPTS: u32 = 100;
    const TIMEOUT: Duration = Duration::from_secs(6);
}

impl Run for Step {
    type Context = Ground;

    async fn run(self, ground: &Ground) -> Result<(), JobError> {
        ground.track(self.number, "began").await?;
        match self.does {
            Does::Sleep(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
            Does::Fail => return Err(JobError::retry("the post office is shut")),
            Does::GiveUp => return Err(JobError::discard("there is no such street")),
            Does::Panic => panic!("number {} fell over", self.number),
            Does::Abort => std::process::abort(),
        }
        ground.track(self.number, "ended").await?;
        Ok(())
    }
}

pub fn step(number: i64, does: Does) -> Step {
    Step { number, does }
}

/// Put a draft in and have its number.
pub async fn put(queue: &Queue, draft: Draft, fixture: &Fixture) -> JobId {
    match queue.put(fixture.database.pool(), draft).await.unwrap() {
        Enqueued::New(id) => id,
        Enqueued::Already => panic!("the job was there already"),
    }
}

/// A quick worker of steps.
pub fn worker(fixture: &Fixture, queue: Queue, config: WorkerConfig) -> Worker<Ground> {
    let registry = server::queue::Registry::default().add::<Step>();
    Worker::new(queue, registry, Arc::new(Ground(fixture.database.clone())), config)
}

pub fn quick() -> WorkerConfig {
    WorkerConfig {
        poll: (Duration::from_millis(20), Duration::from_millis(100)),
        backoff: |_, _| Duration::from_millis(10),
        ..WorkerConfig::default()
    }
}

/// Wait until `check` holds; a test that waits for minutes has failed.
pub async fn until<F: Future<Output = bool>>(what: &str, mut check: impl FnMut() -> F) {
    let begun = std::time::Instant::now();
    while !check().await {
        assert!(begun.elapsed() < Duration::from_secs(150), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
