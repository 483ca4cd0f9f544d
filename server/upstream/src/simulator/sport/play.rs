//! A match of two sides as written beforehand: when its parts begin and end, and who scores when.

use super::super::fate::MINUTE;

/// How a match stands. Parts count from 0: quarters, periods, halves, sets, half-innings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum State {
    /// Not begun.
    NotStarted,
    /// Called off, to be played another day.
    Postponed,
    /// Called off for good.
    Cancelled,
    /// Never begun, given to one side because the other did not come.
    Walkover,
    /// Never begun, given to one side.
    Awarded,
    /// In play.
    Play(usize),
    /// The break after a part.
    Break(usize),
    /// Interrupted during a part.
    Halted(usize),
    /// Broken off during a part.
    Abandoned(usize),
    /// Over after a part.
    Ended(usize),
}

impl State {
    /// The part it speaks of; `None` where none has begun.
    pub(in crate::simulator) const fn part(self) -> Option<usize> {
        match self {
            State::NotStarted
            | State::Postponed
            | State::Cancelled
            | State::Walkover
            | State::Awarded => None,
            State::Play(part)
            | State::Break(part)
            | State::Halted(part)
            | State::Abandoned(part)
            | State::Ended(part) => Some(part),
        }
    }

    /// Whether a list of live matches has it.
    pub(in crate::simulator) const fn is_on(self) -> bool {
        matches!(self, State::Play(_) | State::Break(_) | State::Halted(_))
    }
}

/// From when on a state holds.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Mark {
    /// Unix milliseconds.
    pub at: i64,
    /// The state.
    pub state: State,
    /// What the clock of the part shows then, milliseconds.
    pub clock: i64,
}

/// Something that is counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Play {
    /// Unix milliseconds.
    pub at: i64,
    /// The part.
    pub part: usize,
    /// The clock of the part, milliseconds.
    pub clock: i64,
    /// 0 home, 1 away.
    pub side: usize,
    /// What the score gains.
    pub points: u32,
    /// What it is, in the sport's own word.
    pub kind: &'static str,
}

/// A play before its instant is known.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Draft {
    /// The clock of the part, milliseconds.
    pub clock: i64,
    /// 0 home, 1 away.
    pub side: usize,
    /// What the score gains.
    pub points: u32,
    /// What it is.
    pub kind: &'static str,
}

/// A whole match.
#[derive(Clone, Debug, Default)]
pub(in crate::simulator) struct Script {
    /// By instant.
    pub marks: Vec<Mark>,
    /// By instant.
    pub plays: Vec<Play>,
    /// Clock milliseconds in a real one.
    pub pace: f64,
}

/// A halt in play.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulator) struct Halt {
    /// The part.
    pub part: usize,
    /// What share of the part has been played.
    pub share: f64,
    /// How long it lasts, milliseconds.
    pub length: i64,
    /// Whether play is not taken up again.
    pub for_good: bool,
}

/// Writes a script part by part.
#[derive(Debug)]
pub(in crate::simulator) struct Writer {
    script: Script,
    at: i64,
    halt: Option<Halt>,
    broken_off: bool,
}

impl Writer {
    /// A match that begins at `at`, with a clock of that pace.
    pub(in crate::simulator) fn new(at: i64, pace: f64, halt: Option<Halt>) -> Self {
        let script = Script { pace, ..Script::default() };
        Self { script, at, halt, broken_off: false }
    }

    /// One part of `length` clock milliseconds with what happens in it, by clock.
    pub(in crate::simulator) fn part(&mut self, part: usize, length: i64, drafts: &[Draft]) {
        if self.broken_off {
            return;
        }
        let begun = self.at;
        let pace = self.script.pace;
        let real = |clock: i64| begun + (clock as f64 / pace) as i64;
        let halt = self.halt.filter(|halt| halt.part == part);
        let halted = halt.map(|halt| ((length as f64 * halt.share) as i64, halt));
        self.mark(begun, State::Play(part), 0);
        for draft in drafts {
            let later = halted.filter(|(clock, _)| draft.clock > *clock);
            if later.is_some_and(|(_, halt)| halt.for_good) {
                continue;
            }
            let at = real(draft.clock) + later.map_or(0, |(_, halt)| halt.length);
            let Draft { clock, side, points, kind } = *draft;
            self.script.plays.push(Play { at, part, clock, side, points, kind });
        }
        self.at = real(length);
        if let Some((clock, halt)) = halted {
            let at = real(clock);
            self.mark(at, State::Halted(part), clock);
            if halt.for_good {
                self.mark(at + halt.length, State::Abandoned(part), clock);
                self.broken_off = true;
            } else {
                self.mark(at + halt.length, State::Play(part), clock);
                self.at += halt.length;
            }
        }
    }

    /// A break of so many minutes after a part.
    pub(in crate::simulator) fn pause(&mut self, after: usize, minutes: f64) {
        if !self.broken_off && minutes > 0.0 {
            self.mark(self.at, State::Break(after), 0);
            self.at += (minutes * MINUTE as f64) as i64;
        }
    }

    /// The end, after a part.
    pub(in crate::simulator) fn end(mut self, after: usize) -> Script {
        if !self.broken_off {
            self.mark(self.at, State::Ended(after), 0);
        }
        self.script.plays.sort_by_key(|play| play.at);
        self.script
    }

    fn mark(&mut self, at: i64, state: State, clock: i64) {
        self.script.marks.push(Mark { at, state, clock });
    }
}

/// A match as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::simulator) struct View {
    /// Unix milliseconds, as now set.
    pub starts_at: i64,
    /// How it stands.
    pub state: State,
    /// What each side has scored in each part that has begun.
    pub parts: Vec<[u32; 2]>,
    /// The clock of the part in play, milliseconds.
    pub clock: i64,
}

impl View {
    /// A match that has not begun, or never will.
    pub(in crate::simulator) const fn blank(starts_at: i64, state: State) -> Self {
        View { starts_at, state, parts: Vec::new(), clock: 0 }
    }

    /// The match at `now` by its script.
    pub(in crate::simulator) fn of(script: &Script, starts_at: i64, now: i64) -> Self {
        let passed = script.marks.partition_point(|mark| mark.at <= now);
        let Some(mark) = passed.checked_sub(1).map(|place| script.marks[place]) else {
            return View::blank(starts_at, State::NotStarted);
        };
        let begun = mark.state.part().map_or(0, |part| part + 1);
        let mut parts = vec![[0, 0]; begun];
        for play in script.plays_until(now) {
            parts[play.part][play.side] += play.points;
        }
        let passed = (now - mark.at) as f64 * script.pace;
        let clock = if matches!(mark.state, State::Play(_)) {
            mark.clock + passed as i64
        } else {
            mark.clock
        };
        View { starts_at, state: mark.state, parts, clock }
    }

    /// What each side has scored over all parts.
    pub(in crate::simulator) fn sum(&self) -> [u32; 2] {
        [0, 1].map(|side| self.parts.iter().map(|part| part[side]).sum())
    }
}

impl Script {
    /// What has happened by `now`.
    pub(in crate::simulator) fn plays_until(&self, now: i64) -> &[Play] {
        &self.plays[..self.plays.partition_point(|play| play.at <= now)]
    }
}
