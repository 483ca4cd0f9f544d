//! A match written down once: marks for the state of play, and timed edits of the score and the list of events.

mod edits;
mod event;
mod moment;
mod pitch;
mod shootout;
mod timeline;
mod write;

pub(super) use event::{Detail, Event, Who};
pub(super) use write::write;

/// The state of play by the vendor's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Not started.
    NotStarted,
    /// First half.
    FirstHalf,
    /// Half time.
    HalfTime,
    /// Second half.
    SecondHalf,
    /// Extra time.
    ExtraTime,
    /// Break in extra time.
    ExtraBreak,
    /// Shoot-out in progress.
    Shootout,
    /// Over after 90 minutes.
    Finished,
    /// Over after extra time.
    FinishedExtra,
    /// Over after the shoot-out.
    FinishedShootout,
    /// Halted for long.
    Suspended,
    /// Halted for minutes.
    Interrupted,
    /// Put off.
    Postponed,
    /// Off.
    Cancelled,
    /// Given up.
    Abandoned,
    /// Decided at the table.
    Awarded,
    /// One side did not come.
    Walkover,
}

impl Code {
    /// The vendor's short and long text.
    pub(super) const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Code::NotStarted => ("NS", "Not Started"),
            Code::FirstHalf => ("1H", "First Half"),
            Code::HalfTime => ("HT", "Halftime"),
            Code::SecondHalf => ("2H", "Second Half"),
            Code::ExtraTime => ("ET", "Extra Time"),
            Code::ExtraBreak => ("BT", "Break Time"),
            Code::Shootout => ("P", "Penalty In Progress"),
            Code::Finished => ("FT", "Match Finished"),
            Code::FinishedExtra => ("AET", "Match Finished"),
            Code::FinishedShootout => ("PEN", "Match Finished"),
            Code::Suspended => ("SUSP", "Match Suspended"),
            Code::Interrupted => ("INT", "Match Interrupted"),
            Code::Postponed => ("PST", "Match Postponed"),
            Code::Cancelled => ("CANC", "Match Cancelled"),
            Code::Abandoned => ("ABD", "Match Abandoned"),
            Code::Awarded => ("AWD", "Technical Loss"),
            Code::Walkover => ("WO", "Walkover"),
        }
    }

    /// Whether `live=all` lists it.
    pub(super) const fn in_play(self) -> bool {
        match self {
            Code::FirstHalf
            | Code::HalfTime
            | Code::SecondHalf
            | Code::ExtraTime
            | Code::ExtraBreak
            | Code::Shootout
            | Code::Suspended
            | Code::Interrupted => true,
            Code::NotStarted
            | Code::Finished
            | Code::FinishedExtra
            | Code::FinishedShootout
            | Code::Postponed
            | Code::Cancelled
            | Code::Abandoned
            | Code::Awarded
            | Code::Walkover => false,
        }
    }

    /// Whether it was played to the end.
    pub(super) const fn is_result(self) -> bool {
        matches!(self, Code::Finished | Code::FinishedExtra | Code::FinishedShootout)
    }
}

/// How the clock reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// Not at all.
    Off,
    /// It stands.
    Still(u32, Option<u32>),
    /// It runs from `since` (Unix milliseconds) at `base` minutes and stops counting at `cap`.
    Runs {
        /// Minutes at the beginning.
        base: u32,
        /// Minutes at which stoppage time begins.
        cap: u32,
        /// The instant at which the clock showed `base`.
        since: i64,
    },
}

impl Clock {
    /// Minutes and stoppage minutes at `now`.
    pub(super) fn read(self, now: i64) -> (Option<u32>, Option<u32>) {
        match self {
            Clock::Off => (None, None),
            Clock::Still(elapsed, extra) => (Some(elapsed), extra),
            Clock::Runs { base, cap, since } => {
                let minute = base + u32::try_from((now - since).max(0) / 60_000).unwrap_or(0) + 1;
                if minute > cap { (Some(cap), Some(minute - cap)) } else { (Some(minute), None) }
            }
        }
    }
}

/// From `at` on the match is in `code`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Unix milliseconds.
    pub at: i64,
    /// The state of play.
    pub code: Code,
    /// How the clock reads.
    pub clock: Clock,
}

/// Part of play a goal counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// First half.
    First,
    /// Second half.
    Second,
    /// Extra time.
    Extra,
}

/// One edit of what the feed shows.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// A goal is counted.
    Count(Part, bool),
    /// A goal is taken back.
    Uncount(Part, bool),
    /// A kick of the shoot-out goes in.
    Kick(bool),
    /// An event is listed, or replaces the one with its key.
    Put(Event),
    /// The event with that key is taken off the list.
    Drop(u16),
}

/// From `at` on the edit holds.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Unix milliseconds.
    pub at: i64,
    /// What changes.
    pub edit: Edit,
}

/// Who plays: places in the squad.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineup {
    /// Keeper first.
    pub starters: Vec<u8>,
    /// The bench.
    pub bench: Vec<u8>,
}

/// A match as it goes, from kick-off to the last correction.
#[derive(Clone, Debug)]
pub(super) struct Script {
    /// By time.
    pub marks: Vec<Mark>,
    /// By time.
    pub steps: Vec<Step>,
    /// Home and away.
    pub lineups: [Lineup; 2],
    /// When the line-ups are told.
    pub lineups_at: i64,
    /// When the second half began, Unix seconds as the feed has it.
    pub second: i64,
    /// The last whistle, Unix milliseconds.
    pub ends: i64,
}

impl Script {
    /// The state of play at `now`; `None` before the kick-off.
    pub(super) fn code_at(&self, now: i64) -> Option<Code> {
        let passed = self.marks.partition_point(|mark| mark.at <= now);
        passed.checked_sub(1).map(|place| self.marks[place].code)
    }
}
