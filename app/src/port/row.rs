//! A match as one line of a list.

use crate::live::{Applied, standing};
use entity::model::{
    Change, Competitor, Freshness, Incident, IncidentKind, Instant, League, Match, MatchId, Period,
    Role, Seq, Sport, Status, apply_patch,
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
    /// Who plays; home before away.
    pub competitors: Vec<Competitor>,
    /// The parts that are over; a shoot-out's tally is one of them.
    pub periods: Vec<Period>,
    /// The latest goal and the red cards, in order of play; the rest is left out.
    pub incidents: Vec<Incident>,
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
        row.incidents = wanted(&row.incidents);
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

/// What a row shows of the incidents: the latest goal and the red cards.
fn wanted(incidents: &[Incident]) -> Vec<Incident> {
    let latest_goal = incidents.iter().rposition(|i| i.kind == IncidentKind::Goal);
    let keep = |(n, incident): &(usize, &Incident)| Some(*n) == latest_goal || is_red(incident);
    incidents.iter().enumerate().filter(keep).map(|(_, incident)| incident.clone()).collect()
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
            competitors: from.competitors.clone(),
            periods: from.periods.clone(),
            incidents: wanted(&from.incidents),
            version: from.version,
            seq: from.seq,
            updated_at: from.updated_at,
            as_of: from.as_of,
            freshness: from.freshness,
        }
    }
}
