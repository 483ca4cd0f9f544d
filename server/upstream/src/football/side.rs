//! Which team is which, for answers that name teams by id alone.

use entity::model::{Competitor, Lineup, Match, ObservedMatch, Role};

/// What events, statistics and line-ups need to know of the match they belong to.
///
/// Line-ups settle who goes on in a substitution, and the score settles whom an own goal counts
/// for; without them the upstream is taken at its word.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    pub(super) home: &'a str,
    pub(super) away: &'a str,
    pub(super) score: Option<[i64; 2]>,
    pub(super) lineups: &'a [Lineup],
}

impl<'a> Sides<'a> {
    /// The two teams by the upstream's numbers.
    pub const fn new(home_id: &'a str, away_id: &'a str) -> Self {
        Sides { home: home_id, away: away_id, score: None, lineups: &[] }
    }

    /// The two sides of a match with all that is known of them.
    pub fn of(it: &'a Match) -> Self {
        Self::between(&it.competitors, it.lineups.as_deref())
    }

    /// The two sides of an observation.
    pub fn of_observation(it: &'a ObservedMatch) -> Self {
        Self::between(&it.competitors, it.lineups.as_deref())
    }

    /// The same with the score, home first.
    #[must_use]
    pub const fn with_score(mut self, score: Option<[i64; 2]>) -> Self {
        self.score = score;
        self
    }

    /// The same with the line-ups.
    #[must_use]
    pub const fn with_lineups(mut self, lineups: &'a [Lineup]) -> Self {
        self.lineups = lineups;
        self
    }

    fn between(competitors: &'a [Competitor], lineups: Option<&'a [Lineup]>) -> Self {
        let side = |role| competitors.iter().find(|side| side.role == role);
        let (home, away) = (side(Role::Home), side(Role::Away));
        let score = |side: Option<&Competitor>| side.and_then(|side| side.score);
        Sides {
            home: home.map_or("", |side| &side.id),
            away: away.map_or("", |side| &side.id),
            score: score(home).zip(score(away)).map(|(home, away)| [home, away]),
            lineups: lineups.unwrap_or_default(),
        }
    }

    /// The part the team of that number has; `None` for a stranger.
    pub(super) fn role(&self, team_id: Option<&str>) -> Option<Role> {
        let id = team_id.filter(|id| !id.is_empty())?;
        if id == self.home {
            Some(Role::Home)
        } else if id == self.away {
            Some(Role::Away)
        } else {
            None
        }
    }
}

/// Home is 0, away is 1: the order of the competitors.
pub(super) const fn index_of(role: Role) -> Option<usize> {
    match role {
        Role::Home => Some(0),
        Role::Away => Some(1),
        Role::Entrant => None,
    }
}
