//! The life of a job as a pure function, and the tables held against it.

use crate::support::{Does, Fixture, Hand, put, step};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use server::queue::{
    Claimed, Draft, JobId, QueueError, State, Token, WorkerId, backoff,
    state::{ERROR_LIMIT, Event, JobState, Lease, clip},
};
use std::time::Duration;

const LEASE: i64 = 30_000;

on_every_database!(the_tables_do_what_the_model_says);

/// Something that happens to one of a few jobs.
#[derive(Clone, Debug)]
enum Act {
    Claim { worker: u8 },
    Renew { job: usize, claim: usize },
    Finish { job: usize, claim: usize },
    Fail { job: usize, claim: usize, after: Option<i64> },
    GiveBack { job: usize, claim: usize },
    Reap,
    Cancel { job: usize },
    Retry { job: usize },
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let (job, claim) = (0_usize..3, 0_usize..4);
    let both = (job.clone(), claim);
    prop_oneof![
        4 => (0_u8..2).prop_map(|worker| Act::Claim { worker }),
        1 => both.clone().prop_map(|(job, claim)| Act::Renew { job, claim }),
        2 => both.clone().prop_map(|(job, claim)| Act::Finish { job, claim }),
        3 => (both.clone(), prop::option::of(0_i64..40_000))
            .prop_map(|((job, claim), after)| Act::Fail { job, claim, after }),
        1 => both.prop_map(|(job, claim)| Act::GiveBack { job, claim }),
        2 => Just(Act::Reap),
        1 => job.clone().prop_map(|job| Act::Cancel { job }),
        2 => job.prop_map(|job| Act::Retry { job }),
        3 => (0_i64..50_000).prop_map(Act::Wait),
    ]
}

fn worker(number: u8) -> WorkerId {
    WorkerId(format!("w{number}"))
}

/// A few jobs in memory, and every claim there ever was.
struct Model {
    now: i64,
    lives: Vec<JobState>,
    claims: Vec<Vec<Token>>,
}

impl Model {
    fn new(now: i64) -> Self {
        let lives = (0..3).map(|_| JobState::new(now, 3)).collect();
        Self { now, lives, claims: vec![Vec::new(); 3] }
    }

    /// One of the claims there were of a job, the latest being number 0.
    fn token(&self, job: usize, claim: usize) -> Option<Token> {
        self.claims[job].iter().rev().nth(claim).cloned()
    }

    /// Apply an event; whether it changed anything.
    fn step(&mut self, job: usize, event: &Event) -> bool {
        let before = self.lives[job].clone();
        let Ok(after) = before.step(self.now, event.clone()) else { return false };
        assert!(after.claims >= before.claims, "claims never go down");
        if let Event::Finish { token } | Event::Fail { token, .. } | Event::Release { token } =
            event
        {
            assert_eq!(Some(token), self.claims[job].last(), "only the latest claim may speak");
        }
        if matches!(event, Event::Claim { .. }) {
            self.claims[job].push(after.token().unwrap());
        }
        self.lives[job] = after;
        true
    }

    /// The jobs that may be claimed, in their order.
    fn next(&self) -> Option<usize> {
        let due = self
            .lives
            .iter()
            .enumerate()
            .filter(|(_, life)| life.state == State::Pending && life.run_at <= self.now);
        due.min_by_key(|(job, life)| (life.run_at, *job)).map(|(job, _)| job)
    }

    fn check(&self) {
        for life in &self.lives {
            life.check_invariants().unwrap_or_else(|rule| panic!("{rule}: {life:?}"));
        }
    }

    /// What an act means for the model: the job and the event, if there is any.
    fn events(&self, act: &Act) -> Vec<(usize, Event)> {
        let of = |job: usize, claim: usize, make: &dyn Fn(Token) -> Event| {
            self.token(job, claim).map(|token| (job, make(token))).into_iter().collect()
        };
        let until = self.now + LEASE;
        match *act {
            Act::Claim { worker: number } => {
                let lease = Lease { worker: worker(number), until };
                self.next().map(|job| (job, Event::Claim { lease })).into_iter().collect()
            }
            Act::Renew { job, claim } => of(job, claim, &|token| Event::Renew { token, until }),
            Act::Finish { job, claim } => of(job, claim, &|token| Event::Finish { token }),
            Act::Fail { job, claim, after } => of(job, claim, &|token| Event::Fail {
                token,
                error: "went wrong".to_owned(),
                again: after.map(|after| self.now + after),
            }),
            Act::GiveBack { job, claim } => of(job, claim, &|token| Event::Release { token }),
            Act::Reap => (0..3).map(|job| (job, Event::Reap)).collect(),
            Act::Cancel { job } => vec![(job, Event::Cancel)],
            Act::Retry { job } => vec![(job, Event::Retry)],
            Act::Wait(_) => Vec::new(),
        }
    }

    fn act(&mut self, act: &Act) -> bool {
        if let Act::Wait(span) = act {
            self.now += span;
        }
        let events = self.events(act);
        let mut changed = false;
        for (job, event) in events {
            changed |= self.step(job, &event);
        }
        self.check();
        changed
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_happens_a_job_keeps_its_rules(acts in prop::collection::vec(act(), 1..120)) {
        let mut model = Model::new(0);
        for act in &acts {
            model.act(act);
        }
    }

    #[test]
    fn a_job_that_keeps_killing_its_worker_is_parked_after_its_attempts(max in 1_i32..9) {
        let mut life = JobState::new(0, max);
        let mut now = 0;
        let mut begun = 0;
        while life.state == State::Pending {
            let lease = Lease { worker: worker(0), until: now + LEASE };
            life = life.step(now, Event::Claim { lease }).unwrap();
            begun += 1;
            now += LEASE + 1;
            life = life.step(now, Event::Reap).unwrap();
            prop_assert!(begun <= max);
        }
        prop_assert_eq!((life.state, begun), (State::Failed, max));
    }

    #[test]
    fn waits_double_up_to_an_hour_and_are_spread_over_all_of_it(
        attempts in 1_u32..200,
        chance in 0.0_f64..=1.0,
    ) {
        let ceiling = backoff::ceiling(attempts);
        prop_assert!(ceiling <= Duration::from_secs(3_600));
        prop_assert!(ceiling >= backoff::ceiling(attempts - 1));
        prop_assert!(backoff::wait(attempts, chance) <= ceiling);
        prop_assert_eq!(backoff::wait(attempts, 0.0), Duration::ZERO);
        prop_assert_eq!(backoff::wait(attempts, 1.0), ceiling);
    }

    #[test]
    fn a_clipped_error_is_short_and_has_no_nul(text in "[\\x00a-zäöü€\u{1f600}]{0,3000}") {
        let clipped = clip(&text);
        prop_assert!(clipped.len() <= ERROR_LIMIT);
        prop_assert!(!clipped.contains('\0'));
        let whole = text.replace('\0', "\u{fffd}");
        prop_assert!(whole.starts_with(&clipped));
    }
}

/// Do to the tables what was done to the model.
async fn apply(f: &Fixture, queue: &server::queue::Queue, ids: &[JobId], model: &Model, act: &Act) {
    let lease = Duration::from_millis(LEASE as u64);
    let settle = async |job: usize, event: Event, claim: usize| {
        let Some(token) = model.token(job, claim) else { return };
        // What a worker knows is the row as it was at its claim.
        let row = queue.get(ids[job]).await.unwrap().unwrap();
        let mut life = JobState::of(&row);
        if life.token().as_ref() != Some(&token) {
            life.state = State::Running;
            life.claims = token.claim;
            life.attempts = life.attempts.max(1);
            life.lease = Some(Lease { worker: token.worker.clone(), until: 0 });
        }
        let claimed =
            Claimed { id: ids[job], name: String::new(), args: String::new(), life, token };
        match queue.ack(&claimed, event).await {
            Ok(_) | Err(QueueError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    };
    match act {
        Act::Claim { worker: number } => {
            drop(queue.claim("default", &worker(*number), 1, lease).await.unwrap());
        }
        Act::Renew { job, claim } => {
            // Workers renew by job: only the claim in force speaks.
            if let Some(token) = model.token(*job, *claim)
                && model.lives[*job].token().as_ref() == Some(&token)
            {
                let ours = queue.renew(&token.worker, &[ids[*job]], lease).await.unwrap();
                assert!(ours.contains(&(ids[*job], token.claim)));
            }
        }
        Act::Finish { job, claim }
        | Act::Fail { job, claim, .. }
        | Act::GiveBack { job, claim } => {
            for (_, event) in model.events(act) {
                settle(*job, event, *claim).await;
            }
        }
        Act::Reap => drop(queue.reap().await.unwrap()),
        Act::Cancel { job } => drop(queue.cancel(ids[*job]).await),
        Act::Retry { job } => drop(queue.retry(ids[*job]).await),
        Act::Wait(_) => {}
    }
    assert!(f.database.pool().ping().await.is_ok());
}

async fn hold_the_tables_against_the_model(f: Fixture, acts: Vec<Act>) {
    let hand = Hand::new();
    let queue = f.queue_at(&hand);
    let mut model = Model::new(hand.read());
    let mut ids = Vec::new();
    for number in 0..3 {
        let draft = Draft { max_attempts: 3, ..Draft::of(&step(number, Does::Fail)).unwrap() };
        ids.push(put(&queue, draft, &f).await);
    }
    for act in acts {
        apply(&f, &queue, &ids, &model, &act).await;
        model.act(&act);
        hand.set(model.now);
        for (id, life) in ids.iter().zip(&model.lives) {
            let row = queue.get(*id).await.unwrap().unwrap();
            assert_eq!(&JobState::of(&row), life, "after {act:?}");
        }
    }
}

/// Different acts each time; a failure prints the act at which tables and model part.
async fn the_tables_do_what_the_model_says(f: Fixture) {
    let mut runner = TestRunner::default();
    for _ in 0..6 {
        let acts = prop::collection::vec(act(), 60).new_tree(&mut runner).unwrap().current();
        hold_the_tables_against_the_model(f.clone(), acts).await;
        // The next round's jobs must be the only ones.
        for job in f.queue().list(&Default::default()).await.unwrap() {
            drop(f.queue().cancel(JobId(job.id)).await);
        }
    }
}
