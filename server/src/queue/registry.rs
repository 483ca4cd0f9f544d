//! The jobs a worker can do.

use super::{
    enqueue::Draft,
    job::{JobError, Run},
    schedule::Schedule,
};
use futures::future::BoxFuture;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

type Begin<C> = Box<dyn Fn(&str, Arc<C>) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// A list of kinds of jobs with the context `C`.
pub struct Registry<C> {
    jobs: BTreeMap<&'static str, Begin<C>>,
    queues: BTreeSet<&'static str>,
    schedules: Vec<Schedule>,
}

impl<C> Default for Registry<C> {
    fn default() -> Self {
        Self { jobs: BTreeMap::new(), queues: BTreeSet::new(), schedules: Vec::new() }
    }
}

impl<C: Send + Sync + 'static> Registry<C> {
    /// Add a kind of job.
    pub fn add<J: Run<Context = C>>(mut self) -> Self {
        self.jobs.insert(J::NAME, Box::new(begin::<J>));
        self.queues.insert(J::QUEUE);
        self
    }

    /// Add a kind of job and have `job` run once every so often, over all workers together.
    ///
    /// # Panics
    /// If the job cannot be written as JSON, which is a fault of the program.
    pub fn every<J: Run<Context = C>>(self, every: Duration, job: &J) -> Self {
        let draft = Draft::of(job).expect("a job the program itself made can be written down");
        let mut registry = self.add::<J>();
        registry.schedules.push(Schedule { every, draft });
        registry
    }

    /// The queues its jobs wait in.
    pub fn queues(&self) -> impl Iterator<Item = &'static str> {
        self.queues.iter().copied()
    }

    /// The jobs that come back.
    pub fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    /// The work of one job.
    pub(super) fn begin(
        &self,
        name: &str,
        args: &str,
        context: Arc<C>,
    ) -> BoxFuture<'static, Result<(), JobError>> {
        match self.jobs.get(name) {
            Some(begin) => begin(args, context),
            // Another node may know it: one that is newer, while versions change.
            None => ready(JobError::retry(format!("no worker here knows the job “{name}”"))),
        }
    }
}

fn ready(error: JobError) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(std::future::ready(Err(error)))
}

fn begin<J: Run>(args: &str, context: Arc<J::Context>) -> BoxFuture<'static, Result<(), JobError>> {
    let job: J = match serde_json::from_str(args) {
        Ok(job) => job,
        Err(error) => {
            return ready(JobError::retry(format!("what the job carries cannot be read: {error}")));
        }
    };
    Box::pin(async move {
        match tokio::time::timeout(J::TIMEOUT, job.run(&context)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(JobError::retry(format!("it was not done within {:?}", J::TIMEOUT))),
        }
    })
}
