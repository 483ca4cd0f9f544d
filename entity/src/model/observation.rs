//! What one upstream answer says of a match.

use super::{
    Competitor, Incident, Instant, LeagueId, Lineup, MatchId, Period, Sport, Statistic, Status,
    Venue,
};
use serde::{Deserialize, Serialize};

/// The league as an upstream row names it; it has no slug yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedLeague {
    /// The upstream's number.
    pub id: LeagueId,
    /// The name as the upstream writes it.
    pub name: String,
    /// `World` for international competitions.
    pub country: Option<String>,
    /// The season's name.
    pub season: Option<String>,
    /// Free text.
    pub round: Option<String>,
    /// Address of the emblem.
    pub logo: Option<String>,
    /// Address of the country's flag.
    pub flag: Option<String>,
}

/// One row of an upstream answer in our words.
///
/// A list leaves out what it does not carry: `None` in the last three fields means that the answer
/// does not speak of them, never that there are none. An empty list of incidents does say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservedMatch {
    /// The upstream's number.
    pub id: MatchId,
    /// Which sport.
    pub sport: Sport,
    /// Which league.
    pub league: ObservedLeague,
    /// When it begins.
    pub starts_at: Instant,
    /// Where it stands.
    pub status: Status,
    /// Who plays.
    pub competitors: Vec<Competitor>,
    /// The parts that are over, and a shoot-out as it runs; in sports with a line score the part that
    /// is played as well.
    pub periods: Vec<Period>,
    /// Where it is played.
    pub venue: Option<Venue>,
    /// Who whistles.
    pub referee: Option<String>,
    /// What happened, in order of play, ids empty; `None` if the answer does not say.
    pub incidents: Option<Vec<Incident>>,
    /// Counted facts; `None` if the answer does not say.
    pub statistics: Option<Vec<Statistic>>,
    /// Who is on the field; `None` if the answer does not say.
    pub lineups: Option<Vec<Lineup>>,
}
