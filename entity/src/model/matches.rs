//! A match: one shape for every sport.

use super::{
    Channel, Competitor, Freshness, Incident, Instant, League, Lineup, Role, Seq, Sport, Statistic,
    Status,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The upstream's number for a match, as text; unique within a sport.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MatchId(pub String);

impl fmt::Display for MatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The score of one part of a match, in the order of the competitors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// `1H`, `Q3`, `P2`, `7` for an inning, `S4`, `R2`; `OT` and `EI` for what is played beyond,
    /// `PEN` and `SO` for a shoot-out.
    pub name: String,
    /// What each competitor scored in it.
    pub scores: Vec<Option<i64>>,
}

/// Where it is played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// The ground.
    pub name: Option<String>,
    /// The town.
    pub city: Option<String>,
}

/// A match as everyone sees it: a versioned document.
///
/// `version` grows by exactly one for every accepted change. `as_of` and `freshness` say how
/// current the record is and are no part of what a change can touch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The upstream's number.
    pub id: MatchId,
    /// Which sport.
    pub sport: Sport,
    /// Which league, season and round.
    pub league: League,
    /// The name of this match's channel.
    pub channel: String,
    /// When it begins.
    pub starts_at: Instant,
    /// Where it stands.
    pub status: Status,
    /// Who plays; home before away.
    pub competitors: Vec<Competitor>,
    /// The parts that are over, and a shoot-out as it runs; in sports with a line score the part that
    /// is played as well.
    pub periods: Vec<Period>,
    /// What happened, in order of play.
    pub incidents: Vec<Incident>,
    /// Counted facts; `None` where the upstream has none.
    pub statistics: Option<Vec<Statistic>>,
    /// Who is on the field; `None` until the upstream knows.
    pub lineups: Option<Vec<Lineup>>,
    /// Where it is played.
    pub venue: Option<Venue>,
    /// Who whistles.
    pub referee: Option<String>,
    /// Grows by one with every accepted change, from 1.
    pub version: u64,
    /// The log position of the latest change.
    pub seq: Seq,
    /// When the latest change was accepted.
    pub updated_at: Instant,
    /// When the upstream last confirmed this state.
    pub as_of: Instant,
    /// What `as_of` means for a match in this phase.
    pub freshness: Freshness,
}

impl Match {
    /// The channel of this match.
    pub fn channel_of(sport: Sport, league: &League, id: &MatchId) -> Channel {
        Channel::Match(sport, league.slug.clone(), id.clone())
    }

    /// The competitor in `role`.
    pub fn competitor(&self, role: Role) -> Option<&Competitor> {
        self.competitors.iter().find(|competitor| competitor.role == role)
    }

    /// Who `other`, of another state of this match, is here; entrants share one role.
    pub fn same_side(&self, other: &Competitor) -> Option<&Competitor> {
        let same = |one: &&Competitor| one.role == other.role && one.id == other.id;
        self.competitors.iter().find(same)
    }

    /// The scores in the order of the competitors.
    pub fn scores(&self) -> Vec<Option<i64>> {
        self.competitors.iter().map(|competitor| competitor.score).collect()
    }
}
