//! What is told of one match by an endpoint of its own.

/// One such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Particular {
    /// What happened, in order of play.
    Events,
    /// Counted facts of each side.
    Statistics,
    /// Points of each quarter.
    Quarters,
    /// How a bout ended.
    Result,
    /// The order of the finish.
    Classification,
    /// The order of the start.
    Grid,
}

impl Particular {
    /// For people: `events`, `result`.
    pub const fn name(self) -> &'static str {
        match self {
            Particular::Events => "events",
            Particular::Statistics => "statistics",
            Particular::Quarters => "quarters",
            Particular::Result => "result",
            Particular::Classification => "classification",
            Particular::Grid => "starting grid",
        }
    }
}
