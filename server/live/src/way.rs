//! Places for those who come, from those who are gone or have more than they.
//!
//! A network that is lost leaves sockets behind that nobody will close. Where a newcomer finds all
//! places of its owner taken, the silent ones are asked whether they are there, and after a moment
//! the oldest that does not answer makes way. Where all are there, the largest share leaves one of
//! its places to a smaller one: strangers may use what is free, and keep nobody out.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    hub::Hub,
    permit::{Bound, ConnectOptions, ConnectionPermit, LimitReached},
    shard::{Candidate, Command, ShardHandle},
};

/// A socket that was heard so lately need not be asked.
pub(crate) const FRESH: Duration = Duration::from_secs(1);
/// How often it is looked whether silent sockets have answered.
const LOOKS: u32 = 10;
/// How often a newcomer tries: of its address's part, and of all places of its owner.
const TRIES: usize = 3;

impl Hub {
    /// A place for a newcomer, one that somebody else leaves for it included; else which are taken.
    pub(crate) async fn take(&self, options: &ConnectOptions) -> Result<ConnectionPermit, Bound> {
        let tags = &self.shared().tags;
        let mut bound = Bound::Owner;
        for _ in 0..TRIES {
            let full = match tags.take(options) {
                Ok(permit) => return Ok(permit),
                Err(full) => full,
            };
            bound = full.bound;
            if self.make_way(&full.name, || ()).await {
                continue;
            }
            // One newcomer at a time, so that no share leaves more than it has to.
            let _turn = self.shared().turns.lock().await;
            match tags.take(options) {
                Ok(permit) => return Ok(permit),
                Err(LimitReached { leaver: Some(share), .. })
                    if self.close_oldest(&share).await =>
                {
                    if let Ok(permit) = tags.take(options) {
                        return Ok(permit);
                    }
                }
                Err(full) => return Err(full.bound),
            }
        }
        Err(bound)
    }

    /// Asks the silent sockets of a tag, an owner or a share for a sign of life. After a moment the
    /// oldest that gave none is closed and its place is free. False where nobody made way, at once
    /// when all have answered. `waiting` is called now and again while some have not.
    pub async fn make_way(&self, name: &str, waiting: impl Fn()) -> bool {
        let (name, asked): (Arc<str>, _) = (name.into(), Instant::now());
        let asking = self.everywhere(|answer| Command::Ask { name: name.clone(), asked, answer });
        let silent: usize = asking.await.into_iter().sum();
        if silent == 0 {
            return false;
        }
        for _ in 0..LOOKS {
            tokio::time::sleep(self.shared().config.answer_within / LOOKS).await;
            if self.find(&name, Some(asked)).await.is_empty() {
                return false;
            }
            waiting();
        }
        self.cut_oldest(&name, Some(asked)).await
    }

    /// Closes the oldest socket or stream of a share, if it still has to leave a place when it is
    /// its turn. False where nobody made way.
    pub async fn leave(&self, share: &str, still: impl FnOnce() -> bool) -> bool {
        let _turn = self.shared().turns.lock().await;
        still() && self.close_oldest(&share.into()).await
    }

    async fn close_oldest(&self, share: &Arc<str>) -> bool {
        self.cut_oldest(share, None).await || self.shared().streams.close_oldest(share)
    }

    /// Closes the oldest socket of a name; of those only that have not been heard since they were
    /// asked, where they were.
    async fn cut_oldest(&self, name: &Arc<str>, asked: Option<Instant>) -> bool {
        let mut found = self.find(name, asked).await;
        found.sort_by_key(|(socket, _)| socket.opened_at);
        for (socket, port) in found {
            let (answer, cut) = oneshot::channel();
            port.send(Command::Cut { socket, asked, answer });
            if cut.await.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    async fn find(&self, name: &Arc<str>, asked: Option<Instant>) -> Vec<(Candidate, ShardHandle)> {
        let finding = self.everywhere(|answer| Command::Find { name: name.clone(), asked, answer });
        finding.await.into_iter().flatten().collect()
    }

    /// What each shard answers.
    async fn everywhere<T>(&self, ask: impl Fn(mpsc::UnboundedSender<T>) -> Command) -> Vec<T> {
        let (answer, mut answers) = mpsc::unbounded_channel();
        for port in self.ports() {
            port.send(ask(answer.clone()));
        }
        drop(answer);
        let mut all = Vec::new();
        while let Some(one) = answers.recv().await {
            all.push(one);
        }
        all
    }
}
