//! A match as one line of a list.

use crate::live::{Applied, standing};
use crate::reading::{Reading, tells_goals};
use entity::model::{
    Change, Competitor, Freshness, Incident, IncidentKind, Instant, League, Match, MatchId, Period,
    Role, Seq, Sport, Statistic, Status, apply_patch,
};
use serde::{Deserialize, Serialize};

/// The members of a [`Match`] that a score row needs, under the same names.
///
/// Because the names are the same, a patch made for the match also fits its row; what the row does
/// not hold is passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// The upstream's number.
    pub id: MatchId,
    /// Which sport.
    pub sport: Sport,
    /// Which league, season and round.
    pub league: League,
    /// The name of the match's channel.
    pub channel: String,
    /// When it begins.
    pub starts_at: Instant,
    /// Where it stands.
    pub status: Status,
    /// Who plays; home before away. Of a race those in front.
    pub competitors: Vec<Competitor>,
    /// The parts, as the match has them; a shoot-out's tally is one of them.
    pub periods: Vec<Period>,
    /// What the row tells of them, in order of play: the latest goal and the red cards, or how a bout
    /// ended; the rest is left out.
    pub incidents: Vec<Incident>,
    /// Of a race the times, gaps and laps of those in front; nothing of any other match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<Vec<Statistic>>,
    /// Grows by one with every accepted change.
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

impl ScoreRow {
    /// Take in `change`, if it is the next version.
    pub fn apply(&mut self, change: &Change) -> Applied {
        let standing = standing(self.version, change.version);
        if standing != Applied::Taken {
            return standing;
        }
        let patched = serde_json::to_value(&*self).ok().and_then(|mut document| {
            apply_patch(&mut document, &change.patch);
            serde_json::from_value::<ScoreRow>(document).ok()
        });
        let Some(mut row) = patched else { return Applied::Gap };
        row.incidents = wanted(row.sport, &row.incidents);
        row.statistics = row.statistics.and_then(|all| measures(row.sport, &all));
        row.competitors.truncate(room(row.sport));
        row.version = change.version;
        row.seq = change.seq;
        row.updated_at = change.at;
        row.as_of = row.as_of.max(change.at);
        row.freshness = Freshness::of(row.status.phase, 0);
        *self = row;
        Applied::Taken
    }

    /// The competitor in `role`.
    pub fn competitor(&self, role: Role) -> Option<&Competitor> {
        self.competitors.iter().find(|competitor| competitor.role == role)
    }
}

/// How many of a field a row of a race holds.
const FRONT: usize = 3;

/// How many competitors a row of `sport` holds.
const fn room(sport: Sport) -> usize {
    match Reading::of(sport) {
        Reading::Race => FRONT,
        Reading::Goals | Reading::Line(_) | Reading::Sets | Reading::Bout => usize::MAX,
    }
}

/// What a row shows of the incidents: the latest goal and the red cards, or how a bout ended.
fn wanted(sport: Sport, incidents: &[Incident]) -> Vec<Incident> {
    let last = |kind: IncidentKind| incidents.iter().rposition(|i| i.kind == kind);
    let latest = match Reading::of(sport) {
        Reading::Bout => last(IncidentKind::Other),
        Reading::Goals | Reading::Line(_) | Reading::Sets if tells_goals(sport) => {
            last(IncidentKind::Goal)
        }
        Reading::Goals | Reading::Line(_) | Reading::Sets | Reading::Race => return Vec::new(),
    };
    let keep = |(n, incident): &(usize, &Incident)| Some(*n) == latest || is_red(incident);
    incidents.iter().enumerate().filter(keep).map(|(_, incident)| incident.clone()).collect()
}

/// What a row shows of the statistics: how far those in front of a race are apart.
fn measures(sport: Sport, all: &[Statistic]) -> Option<Vec<Statistic>> {
    if Reading::of(sport) != Reading::Race {
        return None;
    }
    let told = all.iter().filter(|row| ["time", "gap", "laps"].contains(&row.name.as_str()));
    let front = |row: &Statistic| {
        let values = row.values.iter().take(FRONT).copied().collect();
        Statistic { name: row.name.clone(), label: String::new(), unit: None, values }
    };
    Some(told.map(front).collect())
}

/// Whether the incident sends a player off.
pub(crate) fn is_red(incident: &Incident) -> bool {
    incident.kind == IncidentKind::Card
        && matches!(incident.detail.as_deref(), Some("red_card" | "second_yellow_card"))
}

impl From<&Match> for ScoreRow {
    fn from(from: &Match) -> Self {
        Self {
            id: from.id.clone(),
            sport: from.sport,
            league: from.league.clone(),
            channel: from.channel.clone(),
            starts_at: from.starts_at,
            status: from.status.clone(),
            competitors: from.competitors.iter().take(room(from.sport)).cloned().collect(),
            periods: from.periods.clone(),
            incidents: wanted(from.sport, &from.incidents),
            statistics: from.statistics.as_deref().and_then(|all| measures(from.sport, all)),
            version: from.version,
            seq: from.seq,
            updated_at: from.updated_at,
            as_of: from.as_of,
            freshness: from.freshness,
        }
    }
}
