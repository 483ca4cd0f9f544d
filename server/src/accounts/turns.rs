//! Turns at something that costs much, shared fairly.
//!
//! Who waits stands in a line of their own network, and the lines are served in turn: somebody who
//! asks five hundred times waits for themselves, and everybody else waits for one of theirs. A line
//! holds so many and no more.
//!
//! Five hundred networks that ask once each are five hundred lines, so there are two lanes as well:
//! who is in the first waits for nobody in the later one, but for one after every [`ROW`] of their own.

mod lines;
#[cfg(test)]
mod tests;

use lines::Lines;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::oneshot;

/// Turns of the first lane after which one of the later lane has its turn.
const ROW: usize = 4;

/// Which of those that wait go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// These do.
    First,
    /// These go when the first lane is empty, and after every few of it.
    Later,
}

/// How many there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Turns at a time.
    pub at_once: usize,
    /// Most that wait in one line.
    pub line: usize,
    /// Most that wait in all lines of the later lane together.
    pub later: usize,
}

/// A fair queue. Cheap to clone.
#[derive(Clone)]
pub struct Turns(Arc<Parts>);

struct Parts {
    state: Mutex<State>,
    room: Room,
}

struct State {
    /// Turns nobody has; more than none only while nobody waits.
    free: usize,
    first: Lines<Turn>,
    later: Lines<Turn>,
    /// Turns that the first lane had since the later one had one.
    row: usize,
}

/// One's turn, until it is dropped.
pub struct Turn(Option<Turns>);

/// The line, or the later lane, is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFull;

impl Turns {
    /// Room for so many.
    pub fn new(room: Room) -> Self {
        let (first, later) = (Lines::default(), Lines::default());
        let state = State { free: room.at_once, first, later, row: 0 };
        Self(Arc::new(Parts { state: Mutex::new(state), room }))
    }

    /// Wait for a turn in the line of `who`.
    pub async fn acquire(&self, who: &Arc<str>, lane: Lane) -> Result<Turn, QueueFull> {
        // The sender goes only with the queue itself, which `self` keeps.
        self.stand(who, lane)?.await.map_err(|_| QueueFull)
    }

    /// Stand in the line of `who`; the turn comes by the receiver. Who drops it leaves the line.
    pub fn stand(&self, who: &Arc<str>, lane: Lane) -> Result<oneshot::Receiver<Turn>, QueueFull> {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.lock();
        if state.free == 0 {
            state.join(who, lane, self.0.room, sender)?;
            return Ok(receiver);
        }
        state.free -= 1;
        drop(state);
        // It cannot fail while the receiver is here.
        drop(sender.send(Turn(Some(self.clone()))));
        Ok(receiver)
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
    fn join(
        &mut self,
        who: &Arc<str>,
        lane: Lane,
        room: Room,
        sender: oneshot::Sender<Turn>,
    ) -> Result<(), QueueFull> {
        let all = match lane {
            Lane::First => usize::MAX,
            Lane::Later => room.later,
        };
        let joined = self.lane(lane).join(who, sender, room.line, all);
        if joined { Ok(()) } else { Err(QueueFull) }
    }

    /// Who is next; where nobody waits the turn is free.
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        let order =
            if self.row < ROW { [Lane::First, Lane::Later] } else { [Lane::Later, Lane::First] };
        for lane in order {
            if let Some(next) = self.lane(lane).next() {
                self.row = match lane {
                    Lane::First => self.row.saturating_add(1),
                    Lane::Later => 0,
                };
                return Some(next);
            }
        }
        self.free += 1;
        None
    }

    fn lane(&mut self, lane: Lane) -> &mut Lines<Turn> {
        match lane {
            Lane::First => &mut self.first,
            Lane::Later => &mut self.later,
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.release();
        }
    }
}
