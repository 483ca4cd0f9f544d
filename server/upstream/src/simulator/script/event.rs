//! What is listed under `events`.

/// A player, by side and place in the squad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::simulator) struct Who {
    /// Of the home side.
    pub home: bool,
    /// Place in the squad.
    pub place: u8,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Detail {
    /// An ordinary goal.
    Goal,
    /// An own goal; the event's side is the one that gets it.
    OwnGoal,
    /// Scored from the spot.
    Penalty,
    /// Not scored from the spot.
    MissedPenalty,
    /// A booking.
    Yellow,
    /// Sent off.
    Red,
    /// The side's substitution of that number.
    Substitution(u8),
    /// A review takes a goal back.
    GoalCancelled,
    /// A review takes a goal back.
    GoalOffside,
    /// A review gives a penalty.
    PenaltyConfirmed,
}

impl Detail {
    /// The vendor's `type` and `detail`.
    pub(in crate::simulator) fn texts(self) -> (&'static str, &'static str) {
        const SUBSTITUTIONS: [&str; 7] = [
            "Substitution 1",
            "Substitution 1",
            "Substitution 2",
            "Substitution 3",
            "Substitution 4",
            "Substitution 5",
            "Substitution 6",
        ];
        match self {
            Detail::Goal => ("Goal", "Normal Goal"),
            Detail::OwnGoal => ("Goal", "Own Goal"),
            Detail::Penalty => ("Goal", "Penalty"),
            Detail::MissedPenalty => ("Goal", "Missed Penalty"),
            Detail::Yellow => ("Card", "Yellow Card"),
            Detail::Red => ("Card", "Red Card"),
            Detail::Substitution(number) => ("subst", SUBSTITUTIONS[usize::from(number).min(6)]),
            Detail::GoalCancelled => ("Var", "Goal cancelled"),
            Detail::GoalOffside => ("Var", "Goal Disallowed - offside"),
            Detail::PenaltyConfirmed => ("Var", "Penalty confirmed"),
        }
    }

    /// Whether it stands for a goal on the score, save in a shoot-out.
    pub(in crate::simulator) const fn scores(self) -> bool {
        matches!(self, Detail::Goal | Detail::OwnGoal | Detail::Penalty)
    }
}

/// The remark on every kick of a shoot-out.
pub(in crate::simulator) const SHOOTOUT: &str = "Penalty Shootout";

/// One event; the feed shows no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) struct Event {
    /// Ours, to edit it by.
    pub key: u16,
    /// Minute.
    pub elapsed: u32,
    /// Minute of stoppage time, or number of the kick.
    pub extra: Option<u32>,
    /// The side it is listed for.
    pub home: bool,
    /// First person.
    pub player: Option<Who>,
    /// Second person.
    pub assist: Option<Who>,
    /// What happened.
    pub detail: Detail,
    /// Remark.
    pub comments: Option<&'static str>,
}

impl Event {
    /// Whether it is a kick of the shoot-out.
    pub(in crate::simulator) fn is_shootout(&self) -> bool {
        self.comments == Some(SHOOTOUT)
    }

    /// Whether it stands for a goal on the score.
    pub(in crate::simulator) fn is_goal(&self) -> bool {
        self.detail.scores() && !self.is_shootout()
    }
}
