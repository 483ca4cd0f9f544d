//! What a match's own endpoints add to its row.

use entity::model::{
    Competitor, Incident, Match, MatchId, ObservedLeague, ObservedMatch, Period, Statistic,
};

/// What is known of the match that is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Rows of an answer that name another match are passed over.
    pub id: &'a MatchId,
    /// In the order of the match.
    pub competitors: &'a [Competitor],
    /// The name of the round or session.
    pub round: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// What a match tells.
    pub fn of(it: &'a Match) -> Self {
        Known { id: &it.id, competitors: &it.competitors, round: it.league.round.as_deref() }
    }

    /// What an observation tells.
    pub fn of_observation(it: &'a ObservedMatch) -> Self {
        Known { id: &it.id, competitors: &it.competitors, round: it.league.round.as_deref() }
    }

    /// The place of a competitor in the order of the match; `None` for a stranger.
    pub(crate) fn place(&self, id: Option<&str>) -> Option<usize> {
        let id = id.filter(|id| !id.is_empty())?;
        self.competitors.iter().position(|competitor| competitor.id == id)
    }

    /// The competitor of that number.
    pub(crate) fn competitor(&self, id: Option<&str>) -> Option<&'a Competitor> {
        self.place(id).map(|place| &self.competitors[place])
    }

    /// Whether a row is about this match: it says so, or it does not say.
    pub(crate) fn is(&self, id: Option<&str>) -> bool {
        id.is_none_or(|id| id == self.id.0)
    }
}

/// What one such answer says; `None` where it does not speak of a thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Particulars {
    /// Who takes part, where the row of the match does not tell.
    pub competitors: Option<Vec<Competitor>>,
    /// The parts, where the row of the match does not tell them.
    pub periods: Option<Vec<Period>>,
    /// What happened, in order of play, ids empty.
    pub incidents: Option<Vec<Incident>>,
    /// Counted facts.
    pub statistics: Option<Vec<Statistic>>,
}

impl Particulars {
    /// The match as it was known, with this put in.
    pub fn observation(self, it: &Match) -> ObservedMatch {
        let league = &it.league;
        ObservedMatch {
            id: it.id.clone(),
            sport: it.sport,
            league: ObservedLeague {
                id: league.id.clone(),
                name: league.name.clone(),
                country: league.country.clone(),
                season: league.season.clone(),
                round: league.round.clone(),
                logo: league.logo.clone(),
                flag: league.flag.clone(),
            },
            starts_at: it.starts_at,
            status: it.status.clone(),
            competitors: self.competitors.unwrap_or_else(|| it.competitors.clone()),
            periods: self.periods.unwrap_or_else(|| it.periods.clone()),
            venue: it.venue.clone(),
            referee: it.referee.clone(),
            incidents: self.incidents,
            statistics: self.statistics,
            lineups: None,
        }
    }
}
