//! How often somebody may try at the door: buckets that refill with time.
//!
//! A try takes from every bucket it falls under before anything costly is done, and gets it back
//! when it was good. Who was signed in from an address before is counted there alone, so nobody
//! else's tries keep them out; a bucket that strangers share asks for a proof of work when it is
//! empty (see [`Empty`]), so that nobody can shut the door on others. The buckets are those of
//! [`crate::limits`]: in Redis where there is one, so that all processes count together.

mod rule;
#[cfg(test)]
mod tests;

pub use rule::Empty;

use super::secret::AppKey;
use crate::{
    limits::{self, Limiter, Local, micros},
    net::Network,
};
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// What a try is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Tries to get into one account from addresses it does not know.
    Account(String),
    /// Tries to get into one account from an address it knows.
    Known(String, String),
    /// Tries from one network, whatever the account.
    Address(Network),
    /// All tries of strangers.
    Everybody,
    /// Hashes asked for from one network.
    Hash(Network),
    /// Hashes asked for by one account that is signed in.
    Own(i64),
    /// Passwords chosen with one mailed link.
    Link(String),
    /// Second factors of one account.
    Code(i64),
    /// Second factors of one account from an address it knows.
    KnownCode(i64, String),
    /// Letters asked for from one network.
    Asker(Network),
    /// Letters of one occasion to one mailbox.
    Mailbox(&'static str, String),
    /// Letters to one mailbox, asked for from an address it was signed in from.
    Writer(String, String),
    /// All letters strangers ask for.
    Letters,
    /// Proofs taken for one account.
    Proved(String),
    /// Proofs taken from one network.
    ProvedFrom(Network),
    /// All proofs taken.
    ProvedByAll,
    /// One proof.
    Spent(String),
    /// A row of the audit log about one kind of try that was held back, from one place.
    Noted(String),
    /// All rows of the audit log about tries that were held back.
    NotedOfAll,
}

impl Subject {
    /// One for each network of an address, the widest first: what the widest refuses makes no new
    /// buckets of narrower ones.
    pub fn networks(address: IpAddr, of: impl Fn(Network) -> Self) -> Vec<Self> {
        let mut found: Vec<Self> = Network::of(address).map(of).collect();
        found.reverse();
        found
    }

    /// What tells it from others of its kind.
    pub fn name(&self) -> String {
        match self {
            Self::Account(name)
            | Self::Link(name)
            | Self::Proved(name)
            | Self::Spent(name)
            | Self::Noted(name) => name.clone(),
            Self::Known(name, place) | Self::Writer(name, place) => format!("{name}|{place}"),
            Self::Mailbox(occasion, name) => format!("{occasion}|{name}"),
            Self::Address(network)
            | Self::Hash(network)
            | Self::Asker(network)
            | Self::ProvedFrom(network) => network.to_string(),
            Self::KnownCode(id, place) => format!("{id}|{place}"),
            Self::Own(id) | Self::Code(id) => id.to_string(),
            Self::Everybody | Self::Letters | Self::ProvedByAll | Self::NotedOfAll => String::new(),
        }
    }
}

/// A try too many.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries: {} holds {} and is empty", subject.rule().name, subject.rule().holds)]
pub struct TooMany {
    /// The bucket that is empty.
    pub subject: Subject,
    /// Until it holds one again.
    pub wait: Duration,
}

/// All buckets. Cheap to clone.
#[derive(Clone)]
pub struct Throttle {
    limiter: Arc<dyn Limiter>,
    key: AppKey,
    /// Tries held back without a row of the audit log, since the last one that has one.
    unnoted: Arc<AtomicU64>,
}

impl Throttle {
    /// Buckets of this process.
    pub fn new(key: AppKey) -> Self {
        Self { limiter: Arc::new(Local::default()), key, unnoted: Arc::default() }
    }

    /// Buckets kept elsewhere.
    pub fn kept_by(&mut self, limiter: Arc<dyn Limiter>) {
        self.limiter = limiter;
    }

    /// Take one from each, or from none.
    pub async fn take(&self, subjects: &[Subject]) -> Result<(), TooMany> {
        for (taken, subject) in subjects.iter().enumerate() {
            if let Err(refused) = self.take_one(subject).await {
                self.give_back(&subjects[..taken]).await;
                return Err(refused);
            }
        }
        Ok(())
    }

    pub async fn take_one(&self, subject: &Subject) -> Result<(), TooMany> {
        let outcome = self.limiter.charge(self.bucket(subject), subject.quota(), micros()).await;
        if outcome.admitted {
            return Ok(());
        }
        let wait = Duration::from_micros(outcome.wait());
        Err(TooMany { subject: subject.clone(), wait })
    }

    /// Give back what a good try took.
    pub async fn give_back(&self, subjects: &[Subject]) {
        for subject in subjects {
            self.limiter.refund(self.bucket(subject), subject.quota(), micros()).await;
        }
    }

    /// Whether a try that was held back has a row of the audit log: one a minute for each `kind`, and
    /// so many a minute in all. Gives how many this process left out since the row before.
    pub async fn may_note(&self, kind: String) -> Option<u64> {
        let rows = [Subject::NotedOfAll, Subject::Noted(kind)];
        if self.take(&rows).await.is_err() {
            self.unnoted.fetch_add(1, Relaxed);
            return None;
        }
        Some(self.unnoted.swap(0, Relaxed))
    }

    /// How much is under way there: 0 while the fullest of these has taken less than a sixteenth of
    /// what it holds, and one more each time that doubles.
    pub async fn load(&self, subjects: &[Subject]) -> u32 {
        let mut most = 0;
        for subject in subjects {
            let quota = subject.quota();
            let left = self.limiter.peek(self.bucket(subject), quota, micros()).await;
            let taken = quota.per_window.saturating_sub(left.minute.remaining);
            most = most.max((taken * 16 / quota.per_window + 1).ilog2());
        }
        most
    }

    /// Addresses are written down nowhere, and nobody can choose names that meet in one bucket.
    fn bucket(&self, subject: &Subject) -> limits::Subject {
        let what = subject.rule().name;
        limits::Subject::Door { what, mark: self.key.number(what, &subject.name()) }
    }
}
