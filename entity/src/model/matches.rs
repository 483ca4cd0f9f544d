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

/// The score of one part of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// `1H`, `Q3`, `P2`, `7` for an inning, `S4`, `R2`; `OT` and `EI` for what is played beyond,
    /// `PEN` and `SO` for a shoot-out.
    pub name: String,
    /// What each competitor scored in it, in the order of the competitors.
    pub scores: Vec<Option<i64>>,
}

/// Where it is played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Venue {
    /// The ground.
    pub name: Option<String>,
    /// The city.
    pub city: Option<String>,
}

/// A match, in one shape for every sport and always whole: a versioned document.
///
/// `version` grows by exactly one for every accepted change. `as_of` and `freshness` say how
/// current the record is and are no part of what a change can touch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "id": "1145526", "sport": "football",
    "league": {"id": "4", "slug": "euro-championship", "name": "Euro Championship", "country": "World",
        "season": "2024", "round": "Group Stage - 2", "logo": null, "flag": null},
    "channel": "sports.football.leagues.euro-championship.matches.1145526",
    "starts_at": "2024-06-22T16:00:00Z",
    "status": {"phase": "live", "code": "2H", "label": "Second half", "clock": "77'", "elapsed": 77, "extra": null},
    "competitors": [
        {"role": "home", "id": "777", "name": "Türkiye", "logo": null, "score": 0, "winner": false},
        {"role": "away", "id": "27", "name": "Portugal", "logo": null, "score": 2, "winner": true}],
    "periods": [{"name": "1H", "scores": [0, 2]}],
    "incidents": [{"id": "1", "kind": "goal", "detail": "own_goal", "elapsed": 28, "extra": null,
        "competitor": "away", "player": "S. Akaydın", "player_id": "1", "assist": null, "assist_id": null, "comment": null}],
    "statistics": null, "lineups": null, "venue": {"name": "Signal Iduna Park", "city": "Dortmund"},
    "referee": null, "version": 17, "seq": "1761-0", "updated_at": "2024-06-22T17:34:10Z",
    "as_of": "2024-06-22T17:34:13Z", "freshness": "live"
})))]
pub struct Match {
    /// The upstream's number.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: MatchId,
    /// Which sport.
    pub sport: Sport,
    /// Which league, season and round.
    pub league: League,
    /// The match's own channel.
    pub channel: String,
    /// When it begins.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
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
    /// Counted facts; null where the upstream gives none.
    pub statistics: Option<Vec<Statistic>>,
    /// Line-ups, home first; null until they are known.
    pub lineups: Option<Vec<Lineup>>,
    /// Where it is played.
    pub venue: Option<Venue>,
    /// The referee.
    pub referee: Option<String>,
    /// Grows by exactly 1 with every accepted change, from 1.
    pub version: u64,
    /// The place of the latest change in the log.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]+-0$"))]
    pub seq: Seq,
    /// When the latest change was accepted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Instant,
    /// When the upstream last confirmed this state.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
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
