//! Lines of those who wait, one for each network, served in turn.

use std::{collections::VecDeque, sync::Arc};
use tokio::sync::oneshot::Sender;

/// The line at the front is served next.
pub(super) struct Lines<T>(VecDeque<Line<T>>);

struct Line<T> {
    who: Arc<str>,
    waiting: VecDeque<Sender<T>>,
}

impl<T> Default for Lines<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Lines<T> {
    /// Stand in the line of `who`; `false` where `line` wait in it, or `all` in all of them.
    pub fn join(&mut self, who: &Arc<str>, sender: Sender<T>, line: usize, all: usize) -> bool {
        self.tidy();
        if self.0.iter().map(|line| line.waiting.len()).sum::<usize>() >= all {
            return false;
        }
        match self.0.iter_mut().find(|line| line.who == *who) {
            Some(found) if found.waiting.len() >= line => return false,
            Some(found) => found.waiting.push_back(sender),
            None => self.0.push_back(Line { who: who.clone(), waiting: [sender].into() }),
        }
        true
    }

    /// Who is next, of those who are still here.
    pub fn next(&mut self) -> Option<Sender<T>> {
        while let Some(mut line) = self.0.pop_front() {
            line.waiting.retain(|sender| !sender.is_closed());
            let next = line.waiting.pop_front();
            if !line.waiting.is_empty() {
                self.0.push_back(line);
            }
            if next.is_some() {
                return next;
            }
        }
        None
    }

    /// Forget those who went away.
    fn tidy(&mut self) {
        for line in &mut self.0 {
            line.waiting.retain(|sender| !sender.is_closed());
        }
        self.0.retain(|line| !line.waiting.is_empty());
    }
}
