//! When keys were last used: counted in memory, written at most once a minute a key. Calls with a
//! token that a rotation replaced are written at every round: their owner waits for them.

use super::Keys;
use entity::table::{api_key, millis};
use foldhash::HashMap;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Value,
    sea_query::{CaseStatement, Expr},
};
use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// Milliseconds between two writes for one key.
const WRITE_INTERVAL_MILLIS: i64 = 60_000;
/// How often what is due is written.
const FLUSH_INTERVAL: Duration = Duration::from_secs(10);
/// Keys written in one statement.
const BATCH_SIZE: usize = 200;
/// Milliseconds without use after which a key's place in memory is given back.
const IDLE_MILLIS: i64 = 600_000;

/// What kind of program called, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent(&'static str);

/// What `User-Agent` holds, and what we call it; the first that fits.
const AGENTS: [(&str, &str); 16] = [
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("Postman", "Postman"),
    ("python", "Python"),
    ("Python", "Python"),
    ("node", "Node.js"),
    ("axios", "Node.js"),
    ("Go-http", "Go"),
    ("okhttp", "Java"),
    ("Java/", "Java"),
    ("Guzzle", "PHP"),
    ("reqwest", "Rust"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

impl Agent {
    /// Of the header `User-Agent`.
    pub fn of(header: Option<&str>) -> Self {
        let header = header.unwrap_or_default();
        let known = AGENTS.iter().find(|(part, _)| header.contains(part));
        Self(known.map_or("Other", |(_, word)| word))
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// The use of one key, as far as it is not all written.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub used_at: i64,
    pub from: IpAddr,
    pub agent: Agent,
    /// Calls with the token before the rotation that are not written yet.
    pub old_calls: i64,
    pub old_used_at: Option<i64>,
    unwritten: bool,
    written_at: i64,
}

/// The use of every key lately.
#[derive(Debug, Default)]
pub(super) struct Meters(Mutex<HashMap<i64, Pending>>);

impl Meters {
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A key was used.
    pub(super) fn note(&self, key: i64, now: i64, from: IpAddr, agent: Agent, rotated: bool) {
        let mut keys = self.lock();
        let pending = keys.entry(key).or_insert(Pending {
            used_at: now,
            from,
            agent,
            old_calls: 0,
            old_used_at: None,
            unwritten: true,
            written_at: 0,
        });
        (pending.used_at, pending.from, pending.agent) = (now, from, agent);
        pending.unwritten = true;
        if rotated {
            pending.old_calls += 1;
            pending.old_used_at = Some(now);
        }
    }

    pub(super) fn pending(&self, key: i64) -> Option<Pending> {
        self.lock().get(&key).cloned()
    }

    /// A new rotation begins: the calls on the token before the last are nobody's concern.
    pub(super) fn forget_old(&self, key: i64) {
        if let Some(pending) = self.lock().get_mut(&key) {
            (pending.old_calls, pending.old_used_at) = (0, None);
        }
    }

    /// What is to be written now. It counts as written; [`Meters::give_back`] undoes that.
    fn due(&self, now: i64, all: bool) -> Vec<(i64, Pending)> {
        let mut keys = self.lock();
        keys.retain(|_, pending| pending.unwritten || now - pending.used_at < IDLE_MILLIS);
        let mut due = Vec::new();
        for (key, pending) in keys.iter_mut() {
            let waited_for =
                pending.old_calls > 0 || now - pending.written_at >= WRITE_INTERVAL_MILLIS;
            if pending.unwritten && (all || waited_for) {
                due.push((*key, pending.clone()));
                (pending.unwritten, pending.written_at, pending.old_calls) = (false, now, 0);
            }
        }
        due
    }

    fn give_back(&self, key: i64, unwritten: &Pending) {
        if let Some(pending) = self.lock().get_mut(&key) {
            pending.unwritten = true;
            pending.old_calls += unwritten.old_calls;
        }
    }
}

impl Keys {
    /// Write when keys were last used: those whose last writing is a minute ago or that were used by
    /// an old token, or `all`. What cannot be written is kept for the next time.
    pub async fn write_use(&self, all: bool) -> Result<(), DbErr> {
        let mut outcome = Ok(());
        let mut due = self.meters.due(millis(self.now()), all);
        // In one order on every node, so that two of them do not wait for each other's rows.
        due.sort_unstable_by_key(|(key, _)| *key);
        for chunk in due.chunks(BATCH_SIZE) {
            if let Err(error) = self.write_chunk(chunk).await {
                for (key, pending) in chunk {
                    self.meters.give_back(*key, pending);
                }
                outcome = Err(error);
            }
        }
        outcome
    }

    /// Write the use of some keys in one statement. The rules of keys are not touched, and a key is
    /// locked no longer than that takes.
    async fn write_chunk(&self, chunk: &[(i64, Pending)]) -> Result<(), DbErr> {
        use api_key::Column as C;
        let each = |column: C, value: fn(&Pending) -> Value| {
            let mut cases = CaseStatement::new();
            for (key, pending) in chunk {
                cases = cases.case(Expr::col(C::Id).eq(*key), Expr::value(value(pending)));
            }
            cases.finally(Expr::col(column))
        };
        let rotated = chunk.iter().any(|(_, pending)| pending.old_calls > 0);
        let mut update = api_key::Entity::update_many()
            .col_expr(C::LastUsedAt, each(C::LastUsedAt, |p| p.used_at.into()).into())
            .col_expr(C::LastUsedFrom, each(C::LastUsedFrom, |p| p.from.to_string().into()).into())
            .col_expr(C::LastUsedAgent, each(C::LastUsedAgent, |p| p.agent.as_str().into()).into());
        if rotated {
            let rotated = chunk.iter().filter(|(_, pending)| pending.old_calls > 0);
            let (mut calls, mut used) = (CaseStatement::new(), CaseStatement::new());
            for (key, pending) in rotated {
                let this = || Expr::col(C::Id).eq(*key);
                let more = Expr::col(C::OldTokenCalls).add(pending.old_calls);
                calls = calls.case(this(), more);
                used = used.case(this(), Expr::value(pending.old_used_at));
            }
            update = update
                .col_expr(C::OldTokenCalls, calls.finally(Expr::col(C::OldTokenCalls)).into())
                .col_expr(C::OldTokenUsedAt, used.finally(Expr::col(C::OldTokenUsedAt)).into());
        }
        let keys = chunk.iter().map(|(key, _)| *key);
        update.filter(C::Id.is_in(keys)).exec(self.database.pool()).await.map(|_| ())
    }

    /// Write uses every few seconds until told to stop, apart from the watch: whatever writing takes,
    /// a revoked key is closed on time.
    pub(super) async fn keep_writing(&self, stop: &CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(FLUSH_INTERVAL) => {}
            }
            self.write_or_say(false).await;
        }
        self.write_or_say(true).await;
    }

    async fn write_or_say(&self, all: bool) {
        if let Err(error) = self.write_use(all).await {
            tracing::warn!(%error, "last use of keys not written; tried again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn a_key_used_a_thousand_times_is_written_once_a_minute() {
        let meters = Meters::default();
        let start = 1_000_000_000;
        let mut writes = 0;
        for second in 0..120 {
            for _ in 0..1_000 {
                meters.note(1, start + second * 1_000, HERE, Agent::of(Some("curl/8")), false);
            }
            writes += meters.due(start + second * 1_000, false).len();
        }
        assert_eq!(writes, 2);
    }

    #[test]
    fn calls_on_the_old_token_are_neither_lost_nor_counted_twice() {
        let meters = Meters::default();
        for _ in 0..3 {
            meters.note(1, 70_000, HERE, Agent::of(None), true);
        }
        let due = meters.due(70_000, false);
        assert_eq!(due[0].1.old_calls, 3);
        assert_eq!(meters.pending(1).map(|p| p.old_calls), Some(0));
        meters.give_back(1, &due[0].1);
        meters.note(1, 71_000, HERE, Agent::of(None), true);
        assert_eq!(meters.due(71_000, true)[0].1.old_calls, 4);
    }

    #[test]
    fn calls_on_the_old_token_wait_for_no_minute() {
        let meters = Meters::default();
        meters.note(1, 70_000, HERE, Agent::of(None), true);
        assert_eq!(meters.due(70_000, false).len(), 1);
        meters.note(1, 71_000, HERE, Agent::of(None), true);
        assert_eq!(meters.due(80_000, false)[0].1.old_calls, 1);
        meters.note(1, 81_000, HERE, Agent::of(None), false);
        assert!(meters.due(90_000, false).is_empty());
    }

    #[test]
    fn common_programs_are_known_by_name() {
        let chrome = "Mozilla/5.0 AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
        assert_eq!(Agent::of(Some(chrome)).as_str(), "Chrome");
        assert_eq!(Agent::of(Some("python-requests/2.32")).as_str(), "Python");
        assert_eq!(Agent::of(None).as_str(), "Other");
    }
}
