//! Turns at something that costs much, shared fairly.
//!
//! Who waits stands in a line of their own network, and the lines are served in turn: somebody who
//! asks five hundred times waits for themselves, and everybody else waits for one of theirs. A line
//! holds so many and no more.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::sync::oneshot;

/// A fair queue. Cheap to clone.
#[derive(Clone)]
pub struct Turns(Arc<Parts>);

struct Parts {
    state: Mutex<State>,
    /// Most that wait in one line.
    most: usize,
}

struct State {
    /// Turns nobody has; more than none only while nobody waits.
    free: usize,
    /// The line at the front is served next.
    lines: VecDeque<Line>,
}

struct Line {
    who: Arc<str>,
    waiting: VecDeque<oneshot::Sender<Turn>>,
}

/// One's turn, until it is dropped.
pub struct Turn(Option<Turns>);

/// The line is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl Turns {
    /// `at_once` turns at a time, and lines of `most`.
    pub fn new(at_once: usize, most: usize) -> Self {
        let state = State { free: at_once, lines: VecDeque::new() };
        Self(Arc::new(Parts { state: Mutex::new(state), most }))
    }

    /// Wait for a turn in the line of `who`.
    pub async fn acquire(&self, who: &Arc<str>) -> Result<Turn, Full> {
        let waiting = {
            let mut state = self.lock();
            if state.free > 0 {
                state.free -= 1;
                return Ok(Turn(Some(self.clone())));
            }
            state.join(who, self.0.most)?
        };
        // The sender goes only with the queue itself, which `self` keeps.
        waiting.await.map_err(|_| Full)
    }

    /// Hand a turn on.
    fn release(&self) {
        loop {
            let Some(next) = self.lock().next() else { return };
            match next.send(Turn(Some(self.clone()))) {
                Ok(()) => return,
                // They went away; the turn is still here.
                Err(mut turn) => drop(turn.0.take()),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().expect("no holder of this lock panics")
    }
}

impl State {
    fn join(&mut self, who: &Arc<str>, most: usize) -> Result<oneshot::Receiver<Turn>, Full> {
        let (sender, receiver) = oneshot::channel();
        match self.lines.iter_mut().find(|line| line.who == *who) {
            Some(line) => {
                line.waiting.retain(|sender| !sender.is_closed());
                if line.waiting.len() >= most {
                    return Err(Full);
                }
                line.waiting.push_back(sender);
            }
            None => self.lines.push_back(Line { who: who.clone(), waiting: [sender].into() }),
        }
        Ok(receiver)
    }

    /// Who is next; where nobody waits the turn is free.
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        while let Some(mut line) = self.lines.pop_front() {
            let next = line.waiting.pop_front();
            if !line.waiting.is_empty() {
                self.lines.push_back(line);
            }
            if next.is_some() {
                return next;
            }
        }
        self.free += 1;
        None
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.release();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn who(name: &str) -> Arc<str> {
        name.into()
    }

    /// Stand in line, and say so when it is one's turn.
    async fn stand(turns: &Turns, name: &'static str, log: &Arc<Mutex<Vec<&'static str>>>) {
        let (turns, log) = (turns.clone(), log.clone());
        tokio::spawn(async move {
            let turn = turns.acquire(&who(name)).await;
            log.lock().expect("no panic").push(if turn.is_ok() { name } else { "full" });
        });
        tokio::task::yield_now().await;
    }

    #[tokio::test]
    async fn a_stranger_waits_for_one_of_a_crowd_and_not_for_all_of_it() {
        let (turns, log) = (Turns::new(1, 100), Arc::default());
        let first = turns.acquire(&who("crowd")).await.expect("is free");
        for _ in 0..50 {
            stand(&turns, "crowd", &log).await;
        }
        stand(&turns, "stranger", &log).await;
        drop(first);
        tokio::time::sleep(Duration::from_millis(50)).await;
        let log = log.lock().expect("no panic");
        assert_eq!(log.len(), 51);
        assert_eq!(log[1], "stranger", "{:?}", &log[..4]);
    }

    #[tokio::test]
    async fn a_line_holds_so_many_and_another_network_has_its_own() {
        let (turns, log) = (Turns::new(1, 2), Arc::default());
        let first = turns.acquire(&who("crowd")).await.expect("is free");
        for name in ["crowd", "crowd", "crowd", "stranger"] {
            stand(&turns, name, &log).await;
        }
        assert_eq!(*log.lock().expect("no panic"), ["full"]);
        drop(first);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(log.lock().expect("no panic").len(), 4);
    }

    #[tokio::test]
    async fn a_turn_of_somebody_who_went_away_is_not_lost() {
        let turns = Turns::new(1, 8);
        let first = turns.acquire(&who("a")).await.expect("is free");
        let wait = tokio::time::timeout(Duration::from_millis(10), turns.acquire(&who("b"))).await;
        assert!(wait.is_err(), "nobody has given a turn back yet");
        drop(first);
        let again = tokio::time::timeout(Duration::from_secs(1), turns.acquire(&who("c"))).await;
        assert!(again.expect("is served").is_ok());
    }
}
