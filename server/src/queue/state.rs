//! The life of a job: pure, so that every step can be tried without a database.

use entity::table::job::{Model, State};
use std::fmt;

/// Bytes of an error's text that are kept.
pub const ERROR_LIMIT: usize = 4_000;

/// The number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub i64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of one worker in one life of its process.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkerId(pub String);

impl WorkerId {
    /// A name no worker had before; it shows the machine and the process.
    pub fn fresh() -> Self {
        let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "worker".to_owned());
        let host: String = host.chars().take(100).collect();
        Self(format!("{host}-{}-{:08x}", std::process::id(), rand::random::<u32>()))
    }
}

/// What a worker shows to prove that a running job is still its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub worker: WorkerId,
    /// The number of the claim; another claim of the same job has another.
    pub claim: i64,
}

/// A worker's right to a job, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub worker: WorkerId,
    /// Until when, in milliseconds since 1970.
    pub until: i64,
}

/// What changes in a row while a job lives. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobState {
    /// Where it stands.
    pub state: State,
    /// How often it was begun and not handed back.
    pub attempts: i32,
    /// How often it may be begun; at least 1.
    pub max_attempts: i32,
    /// How often it was ever claimed.
    pub claims: i64,
    /// Not before this.
    pub run_at: i64,
    /// Who has it.
    pub lease: Option<Lease>,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was last begun.
    pub started_at: Option<i64>,
    /// When it ended for good.
    pub finished_at: Option<i64>,
}

/// What may happen to a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A worker takes it.
    Claim {
        /// Who and for how long.
        lease: Lease,
    },
    /// Its worker goes on having it.
    Renew {
        /// The proof.
        token: Token,
        until: i64,
    },
    /// Its worker says it is done.
    Finish {
        /// The proof.
        token: Token,
    },
    /// Its worker says it went wrong.
    Fail {
        /// The proof.
        token: Token,
        error: String,
        /// When to try again; `None` if that is of no use.
        again: Option<i64>,
    },
    /// Its worker stops and has not finished it: that counts as no attempt.
    Release {
        /// The proof.
        token: Token,
    },
    /// Its lease ran out.
    Reap,
    /// A person stops it.
    Cancel,
    /// A person wants it done once more, with all its attempts.
    Retry,
}

/// Why an event did not change a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not there to be taken.
    #[error("the job does not wait, or its time has not come")]
    NotDue,
    /// The claim is not the one in force.
    #[error("the job is no longer this worker's: its lease ran out or a person stopped it")]
    NotYours,
    /// The lease holds, or there is none.
    #[error("the job's lease has not run out")]
    NotLapsed,
    /// It has ended.
    #[error("the job has already ended")]
    Ended,
    /// It waits or runs.
    #[error("the job still waits or runs")]
    Live,
    /// Another job holds its unique key.
    #[error("another job with the same unique key waits or runs")]
    Held,
}

impl JobState {
    /// A job that was just put in.
    pub fn new(run_at: i64, max_attempts: i32) -> Self {
        Self {
            state: State::Pending,
            attempts: 0,
            max_attempts: max_attempts.max(1),
            claims: 0,
            run_at,
            lease: None,
            error: None,
            started_at: None,
            finished_at: None,
        }
    }

    /// The life of a row.
    pub fn of(row: &Model) -> Self {
        let lease = row.worker.clone().zip(row.lease_until);
        Self {
            state: row.state,
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            claims: row.claims,
            run_at: row.run_at,
            lease: lease.map(|(worker, until)| Lease { worker: WorkerId(worker), until }),
            error: row.error.clone(),
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }

    /// The proof that the worker of this claim has.
    pub fn token(&self) -> Option<Token> {
        let Lease { worker, .. } = self.lease.clone()?;
        Some(Token { worker, claim: self.claims })
    }

    /// What the job is after `event`.
    pub fn step(&self, now: i64, event: Event) -> Result<Self, Refused> {
        let next = self.clone();
        match event {
            Event::Claim { lease } => {
                if self.state != State::Pending || self.run_at > now {
                    return Err(Refused::NotDue);
                }
                Ok(Self {
                    state: State::Running,
                    attempts: self.attempts + 1,
                    claims: self.claims + 1,
                    lease: Some(lease),
                    started_at: Some(now),
                    ..next
                })
            }
            Event::Renew { token, until } => {
                self.owned(&token)?;
                Ok(Self { lease: Some(Lease { worker: token.worker, until }), ..next })
            }
            Event::Finish { token } => {
                self.owned(&token)?;
                Ok(next.ended(State::Done, now))
            }
            Event::Fail { token, error, again } => {
                self.owned(&token)?;
                Ok(next.failed(now, &error, again))
            }
            Event::Release { token } => {
                self.owned(&token)?;
                let attempts = self.attempts - 1;
                Ok(Self { state: State::Pending, attempts, lease: None, ..next })
            }
            Event::Reap => match &self.lease {
                Some(lease) if lease.until < now => {
                    let error = "the worker fell silent while it ran this job";
                    Ok(next.failed(now, error, Some(now)))
                }
                Some(_) | None => Err(Refused::NotLapsed),
            },
            Event::Cancel => match self.state {
                State::Pending | State::Running => Ok(next.ended(State::Cancelled, now)),
                State::Done | State::Failed | State::Cancelled => Err(Refused::Ended),
            },
            Event::Retry => match self.state {
                State::Pending | State::Running => Err(Refused::Live),
                State::Done | State::Failed | State::Cancelled => Ok(Self {
                    state: State::Pending,
                    attempts: 0,
                    run_at: now,
                    finished_at: None,
                    ..next
                }),
            },
        }
    }

    /// Whether the job is the worker's who has `token`.
    fn owned(&self, token: &Token) -> Result<(), Refused> {
        if self.token().as_ref() == Some(token) { Ok(()) } else { Err(Refused::NotYours) }
    }

    fn ended(self, state: State, now: i64) -> Self {
        Self { state, lease: None, finished_at: Some(now), ..self }
    }

    fn failed(self, now: i64, error: &str, again: Option<i64>) -> Self {
        let failed = Self { error: Some(clip(error)), lease: None, ..self };
        match again {
            Some(run_at) if failed.attempts < failed.max_attempts => {
                Self { state: State::Pending, run_at, ..failed }
            }
            Some(_) | None => failed.ended(State::Failed, now),
        }
    }

    /// What must hold at any time; the sentence says what does not.
    pub fn check_invariants(&self) -> Result<(), &'static str> {
        let running = self.state == State::Running;
        let rules = [
            (self.lease.is_some() == running, "a job has a lease exactly while it runs"),
            (
                self.finished_at.is_some() != self.state.is_live(),
                "a job has an end exactly when it has ended",
            ),
            (
                (0..=self.max_attempts).contains(&self.attempts),
                "a job is begun no more often than it may be",
            ),
            (
                self.claims >= i64::from(self.attempts),
                "a job is begun no more often than it was claimed",
            ),
            (!running || self.attempts > 0, "a running job has been begun"),
            (
                self.state != State::Pending || self.attempts < self.max_attempts,
                "a waiting job has an attempt left",
            ),
            (
                self.state != State::Failed || self.error.is_some(),
                "a parked job says what went wrong",
            ),
            (
                self.error.as_ref().is_none_or(|error| error.len() <= ERROR_LIMIT),
                "an error's text is clipped",
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(rule))
    }
}

/// The first bytes of a text, whole letters only. Not every database keeps NUL, so there is none.
pub fn clip(text: &str) -> String {
    let mut text = text.replace('\0', "\u{fffd}");
    let mut end = text.len().min(ERROR_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}
