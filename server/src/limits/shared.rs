//! Buckets in Redis, one for all processes.

use super::{Limiter, Local, Outcome, PolicyState, Quota, Subject};
use crate::redis::{Connection, Script, script};
use async_trait::async_trait;

/// One script call a request; a share of the quota in this process while Redis is away.
#[derive(Debug)]
pub struct Shared {
    link: Connection,
    script: Script,
    prefix: String,
    fallback: Local,
    nodes: u32,
}

/// What the script says: admitted, then remaining, reset and wait of each policy.
type Said = (u8, u32, u64, u64, i64, u64, u64);

impl Shared {
    /// Buckets behind `link`. Each of `nodes` processes admits its share while Redis is away.
    pub fn new(link: Connection, prefix: &str, nodes: u32) -> Self {
        let prefix = prefix.to_owned();
        Self { link, script: script::limit(), prefix, fallback: Local::default(), nodes }
    }

    async fn ask(&self, subject: Subject, quota: Quota, cost: i8) -> Option<Outcome> {
        let key = crate::redis::key::limit(&self.prefix, subject);
        let mut call = self.script.prepare_invoke();
        call.key(key)
            .arg(quota.per_window)
            .arg(quota.window_micros())
            .arg(quota.per_day.map_or(-1, i64::from))
            .arg(cost);
        let said: Said = self
            .link
            .run(async move |mut connection| call.invoke_async(&mut connection).await)
            .await
            .ok()?;
        let (admitted, remaining, reset, wait, day_left, day_reset, day_wait) = said;
        let day = u32::try_from(day_left).ok().map(|remaining| PolicyState {
            remaining,
            reset: day_reset,
            wait: day_wait,
        });
        let minute = PolicyState { remaining, reset, wait };
        Some(Outcome { admitted: admitted == 1, minute, day })
    }
}

#[async_trait]
impl Limiter for Shared {
    async fn charge(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        match self.ask(subject, quota, 1).await {
            Some(outcome) => outcome,
            None => self.fallback.charge(subject, quota.share(self.nodes), now).await,
        }
    }

    async fn refund(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        match self.ask(subject, quota, -1).await {
            Some(outcome) => outcome,
            None => self.fallback.refund(subject, quota.share(self.nodes), now).await,
        }
    }

    async fn peek(&self, subject: Subject, quota: Quota, now: u64) -> Outcome {
        match self.ask(subject, quota, 0).await {
            Some(outcome) => outcome,
            None => self.fallback.peek(subject, quota.share(self.nodes), now).await,
        }
    }

    fn is_falling_back(&self) -> bool {
        !self.link.is_up()
    }
}
