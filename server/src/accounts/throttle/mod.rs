//! How often somebody may try: buckets that refill with time.
//!
//! A try takes a drop from every bucket it falls under and gets it back when it was good. Who was
//! signed in from an address before is counted there alone, so nobody else's tries keep them out.
//! Counts are this process's own and bounded in number.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

/// Most buckets kept; beyond, strangers share one.
const MOST: usize = 100_000;

/// What a try is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Tries to get into one account from addresses it does not know.
    Account(String),
    /// Tries to get into one account from an address it knows.
    Known(String, String),
    /// Tries from one address, whatever the account.
    Address(String),
    /// All tries of strangers.
    Everybody,
    /// Second factors of one account.
    Code(i64),
    /// Letters asked for from one address.
    Asker(String),
    /// Letters to one mailbox.
    Mailbox(String),
    /// Letters to one mailbox, asked for from an address it was signed in from.
    Writer(String, String),
    /// All letters strangers ask for.
    Letters,
    /// What had no room.
    Rest,
}

/// How much a bucket holds, and how long a drop takes to come back.
#[derive(Clone, Copy)]
struct Rule {
    holds: f64,
    refill: Duration,
}

impl Subject {
    const fn rule(&self) -> Rule {
        let (holds, millis) = match self {
            Subject::Account(_) | Subject::Known(..) => (10.0, 15_000),
            Subject::Address(_) => (40.0, 5_000),
            Subject::Everybody | Subject::Rest => (600.0, 100),
            Subject::Code(_) => (6.0, 20_000),
            Subject::Asker(_) => (20.0, 30_000),
            Subject::Mailbox(_) | Subject::Writer(..) => (4.0, 300_000),
            Subject::Letters => (500.0, 500),
        };
        Rule { holds, refill: Duration::from_millis(millis) }
    }
}

#[derive(Clone, Copy)]
struct Bucket {
    drops: f64,
    at: Instant,
}

/// All buckets.
#[derive(Default)]
pub struct Throttle {
    buckets: Mutex<HashMap<Subject, Bucket>>,
}

impl Throttle {
    /// Take a drop from each, or from none and say how long to wait.
    pub fn take(&self, subjects: &[Subject], now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().expect("nobody panics while holding it");
        if buckets.len() >= MOST {
            buckets.retain(|subject, bucket| level(subject, *bucket, now) < subject.rule().holds);
        }
        let full = buckets.len() >= MOST;
        let place = |buckets: &HashMap<Subject, Bucket>, subject: &Subject| {
            if full && !buckets.contains_key(subject) { Subject::Rest } else { subject.clone() }
        };
        let places: Vec<Subject> = subjects.iter().map(|s| place(&buckets, s)).collect();
        let drops = |subject: &Subject| {
            buckets.get(subject).map_or(subject.rule().holds, |b| level(subject, *b, now))
        };
        let levels: Vec<f64> = places.iter().map(drops).collect();
        let wait = places
            .iter()
            .zip(&levels)
            .filter(|(_, level)| **level < 1.0)
            .map(|(subject, level)| subject.rule().refill.mul_f64(1.0 - level))
            .max();
        if let Some(wait) = wait {
            return Err(wait);
        }
        for (subject, level) in places.into_iter().zip(levels) {
            buckets.insert(subject, Bucket { drops: level - 1.0, at: now });
        }
        Ok(())
    }

    /// Give the drops of a good try back.
    pub fn give_back(&self, subjects: &[Subject], now: Instant) {
        let mut buckets = self.buckets.lock().expect("nobody panics while holding it");
        for subject in subjects {
            if let Some(bucket) = buckets.get_mut(subject) {
                let drops = (level(subject, *bucket, now) + 1.0).min(subject.rule().holds);
                *bucket = Bucket { drops, at: now };
            }
        }
    }
}

fn level(subject: &Subject, bucket: Bucket, now: Instant) -> f64 {
    let rule = subject.rule();
    let passed = now.saturating_duration_since(bucket.at);
    (bucket.drops + passed.as_secs_f64() / rule.refill.as_secs_f64()).min(rule.holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Subject {
        Subject::Account("ana@example.com".to_owned())
    }

    #[test]
    fn tries_run_out_and_come_back_with_time() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..10 {
            throttle.take(&[account()], now).expect("is let through");
        }
        let wait = throttle.take(&[account()], now).expect_err("is held back");
        assert_eq!(wait, Duration::from_secs(15));
        throttle.take(&[account()], now + wait).expect("is let through again");
    }

    #[test]
    fn a_refused_try_takes_nothing_from_the_other_buckets() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        let address = Subject::Address("192.0.2.1".to_owned());
        for _ in 0..200 {
            let _ = throttle.take(&[account(), address.clone()], now);
        }
        throttle.take(&[address], now).expect("thirty are left");
    }

    #[test]
    fn good_tries_cost_nothing() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..100 {
            throttle.take(&[account()], now).expect("is let through");
            throttle.give_back(&[account()], now);
        }
    }

    #[test]
    fn strangers_do_not_use_up_what_the_owner_has() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..1_000 {
            let _ = throttle.take(&[account(), Subject::Everybody], now);
        }
        let owner = Subject::Known("ana@example.com".to_owned(), "192.0.2.7".to_owned());
        throttle.take(&[owner], now).expect("is let through");
    }
}
