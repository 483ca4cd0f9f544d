//! Places for those who come, from those who are gone.
//!
//! A network that is lost leaves sockets behind that nobody will close. Where a newcomer finds all
//! places of its owner taken, the silent ones are asked whether they are there, and after a moment
//! the oldest that does not answer makes way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    hub::Hub,
    shard::{Command, Port, Silent},
    ticket::{Admission, Ticket},
};

/// A socket that was heard so lately need not be asked.
pub(crate) const FRESH: Duration = Duration::from_secs(1);
/// How often a newcomer tries: of its address's part, and of all places of its owner.
const TRIES: usize = 3;

impl Hub {
    /// A place for a newcomer, one that somebody else leaves for it included.
    pub(crate) async fn take(&self, admission: &Admission) -> Option<Ticket> {
        for _ in 0..TRIES {
            match self.shared().tags.take(admission) {
                Ok(ticket) => return Some(ticket),
                Err(full) if self.make_way(&full, admission.proven).await => {}
                Err(_) => return None,
            }
        }
        None
    }

    /// Asks the silent sockets of a tag, an owner or a share for a sign of life. After a moment the
    /// oldest that gave none is closed and its place is free; for one who has proved to be the
    /// owner's, else the oldest that has not. False where nobody made way.
    pub async fn make_way(&self, name: &str, proven: bool) -> bool {
        let (name, asked): (Arc<str>, _) = (name.into(), Instant::now());
        let asking = self.everywhere(|answer| Command::Ask { name: name.clone(), asked, answer });
        let silent: usize = asking.await.into_iter().sum();
        if silent > 0 {
            tokio::time::sleep(self.shared().config.answer_within).await;
        } else if !proven {
            return false;
        }
        let finding = self.everywhere(|answer| Command::Find {
            name: name.clone(),
            asked,
            unproven: proven,
            answer,
        });
        let mut found: Vec<(Silent, Port)> = finding.await.into_iter().flatten().collect();
        found.sort_by_key(|(socket, _)| (socket.answers, socket.opened_at));
        for (socket, port) in found {
            let (answer, cut) = oneshot::channel();
            port.send(Command::Cut { socket, asked, answer });
            if cut.await.unwrap_or(false) {
                return true;
            }
        }
        false
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
