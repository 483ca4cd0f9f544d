//! The upstream's state codes.

use entity::model::Phase;

/// A state by its `short` code, the only stable word for it: `FT`, `AET` and `PEN` share one long
/// text, and the long texts change their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    ToBeDecided,
    NotStarted,
    FirstHalf,
    HalfTime,
    SecondHalf,
    ExtraTime,
    ExtraTimeBreak,
    ShootOut,
    Suspended,
    Interrupted,
    InProgress,
    FullTime,
    AfterExtraTime,
    AfterPenalties,
    Postponed,
    Cancelled,
    Abandoned,
    TechnicalLoss,
    Walkover,
    /// A code we do not know, on a match that has a score and a minute of play.
    UnknownInPlay,
    /// A code we do not know.
    Unknown,
}

/// Every documented code.
const KNOWN: [(&str, Code); 19] = [
    ("TBD", Code::ToBeDecided),
    ("NS", Code::NotStarted),
    ("1H", Code::FirstHalf),
    ("HT", Code::HalfTime),
    ("2H", Code::SecondHalf),
    ("ET", Code::ExtraTime),
    ("BT", Code::ExtraTimeBreak),
    ("P", Code::ShootOut),
    ("SUSP", Code::Suspended),
    ("INT", Code::Interrupted),
    ("LIVE", Code::InProgress),
    ("FT", Code::FullTime),
    ("AET", Code::AfterExtraTime),
    ("PEN", Code::AfterPenalties),
    ("PST", Code::Postponed),
    ("CANC", Code::Cancelled),
    ("ABD", Code::Abandoned),
    ("AWD", Code::TechnicalLoss),
    ("WO", Code::Walkover),
];

/// How far a match has got: which of its parts are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Progress {
    /// In the first half, or before it.
    FirstHalf,
    /// The first half is over.
    SecondHalf,
    /// The second half is over.
    ExtraTime,
    /// Extra time is over, where there was any.
    Over,
}

impl Code {
    /// The state of that code. A code we do not know is play where a score and a minute are
    /// given, so that nobody's alerts stop because the upstream has a new word.
    ///
    /// Case and blanks do not count: `Ft` and ` 2h ` have been seen.
    pub fn read(short: &str, has_score: bool, has_elapsed: bool) -> Self {
        let same = |known: &&str| {
            let letters = short.chars().filter(|c| !c.is_whitespace());
            letters.map(|c| c.to_ascii_uppercase()).eq(known.chars())
        };
        match KNOWN.iter().find(|(known, _)| same(known)) {
            Some((_, code)) => *code,
            None if has_score && has_elapsed => Code::UnknownInPlay,
            None => Code::Unknown,
        }
    }

    /// As the documentation writes it; `None` where only the upstream knows it.
    pub fn short(self) -> Option<&'static str> {
        KNOWN.iter().find(|(_, code)| *code == self).map(|(short, _)| *short)
    }

    /// In words that hold for every sport.
    pub const fn phase(self) -> Phase {
        match self {
            Code::ToBeDecided | Code::NotStarted => Phase::Scheduled,
            Code::FirstHalf
            | Code::SecondHalf
            | Code::ExtraTime
            | Code::ShootOut
            | Code::InProgress
            | Code::UnknownInPlay => Phase::Live,
            Code::HalfTime | Code::ExtraTimeBreak => Phase::Break,
            Code::Suspended | Code::Interrupted => Phase::Suspended,
            Code::FullTime | Code::AfterExtraTime | Code::AfterPenalties => Phase::Finished,
            Code::Postponed => Phase::Postponed,
            Code::Cancelled => Phase::Cancelled,
            Code::Abandoned => Phase::Abandoned,
            Code::TechnicalLoss | Code::Walkover => Phase::Awarded,
            Code::Unknown => Phase::Unknown,
        }
    }

    /// In plain English; `None` where only the upstream's own text can say.
    pub const fn label(self) -> Option<&'static str> {
        Some(match self {
            Code::ToBeDecided => "Time to be decided",
            Code::NotStarted => "Not started",
            Code::FirstHalf => "First half",
            Code::HalfTime => "Half-time",
            Code::SecondHalf => "Second half",
            Code::ExtraTime => "Extra time",
            Code::ExtraTimeBreak => "Break in extra time",
            Code::ShootOut => "Penalty shoot-out",
            Code::Suspended => "Match suspended",
            Code::Interrupted => "Match interrupted",
            Code::InProgress => "In progress",
            Code::FullTime => "Full time",
            Code::AfterExtraTime => "After extra time",
            Code::AfterPenalties => "After penalties",
            Code::Postponed => "Match postponed",
            Code::Cancelled => "Match cancelled",
            Code::Abandoned => "Match abandoned",
            Code::TechnicalLoss => "Technical loss",
            Code::Walkover => "Walkover",
            Code::UnknownInPlay | Code::Unknown => return None,
        })
    }

    /// Whether the clock runs.
    pub const fn runs(self) -> bool {
        match self {
            Code::FirstHalf
            | Code::SecondHalf
            | Code::ExtraTime
            | Code::InProgress
            | Code::UnknownInPlay => true,
            Code::ToBeDecided
            | Code::NotStarted
            | Code::HalfTime
            | Code::ExtraTimeBreak
            | Code::ShootOut
            | Code::Suspended
            | Code::Interrupted
            | Code::FullTime
            | Code::AfterExtraTime
            | Code::AfterPenalties
            | Code::Postponed
            | Code::Cancelled
            | Code::Abandoned
            | Code::TechnicalLoss
            | Code::Walkover
            | Code::Unknown => false,
        }
    }

    /// Which parts are over; `None` where no part of the match counts as played.
    ///
    /// A halt has no half of its own. Its minute tells, or the kick-off of the second half, or a
    /// score after 90 minutes; otherwise nothing is over yet.
    pub fn progress(
        self,
        elapsed: Option<u32>,
        second_half_began: bool,
        ninety_played: bool,
    ) -> Option<Progress> {
        match self {
            Code::ToBeDecided
            | Code::NotStarted
            | Code::Postponed
            | Code::Cancelled
            | Code::TechnicalLoss
            | Code::Walkover
            | Code::Unknown => None,
            Code::FirstHalf => Some(Progress::FirstHalf),
            Code::HalfTime | Code::SecondHalf => Some(Progress::SecondHalf),
            Code::ExtraTime | Code::ExtraTimeBreak => Some(Progress::ExtraTime),
            Code::ShootOut | Code::FullTime | Code::AfterExtraTime | Code::AfterPenalties => {
                Some(Progress::Over)
            }
            Code::Suspended
            | Code::Interrupted
            | Code::InProgress
            | Code::Abandoned
            | Code::UnknownInPlay => Some(if ninety_played {
                Progress::ExtraTime
            } else if second_half_began || elapsed.is_some_and(|minute| minute > 45) {
                Progress::SecondHalf
            } else {
                Progress::FirstHalf
            }),
        }
    }
}
