//! The order of rows: grouped by league, what is on first.

use crate::port::{ScoreRow, StatusFilter};
use entity::model::{League, MatchId, Sport};
use std::cmp::Reverse;

/// What a row is known by: an upstream number is unique only within its sport.
pub(crate) type RowKey = (Sport, MatchId);

/// The rows of one league, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// Which sport.
    pub sport: Sport,
    /// Which league.
    pub league: League,
    /// The matches.
    pub rows: Vec<RowKey>,
}

impl Group {
    /// `football/premier-league`: the name under which a league is pinned.
    pub(crate) fn key(&self) -> String {
        pin_name(self.sport, &self.league)
    }
}

pub(crate) fn pin_name(sport: Sport, league: &League) -> String {
    format!("{sport}/{}", league.slug)
}

/// What decides a row's place among its league's.
fn sort_key(row: &ScoreRow) -> (u8, Reverse<u32>, entity::model::Instant, &str) {
    let phase = row.status.phase;
    let (class, elapsed) = if phase.in_play() {
        (0, row.status.elapsed.unwrap_or(0))
    } else if phase.is_over() {
        (2, 0)
    } else {
        (1, 0)
    };
    (class, Reverse(elapsed), row.starts_at, row.id.0.as_str())
}

/// The rows under `status` by league: pinned leagues first, then those with play on, then by
/// sport and name; within a league what is on, what comes, what is over.
pub(crate) fn arrange(rows: &[ScoreRow], status: StatusFilter, pins: &[String]) -> Vec<Group> {
    let mut rows: Vec<&ScoreRow> =
        rows.iter().filter(|row| status.admits(row.status.phase)).collect();
    rows.sort_by(|a, b| {
        let league = |row: &ScoreRow| (row.sport, row.league.slug.clone());
        league(a).cmp(&league(b)).then_with(|| sort_key(a).cmp(&sort_key(b)))
    });
    let mut groups: Vec<(bool, Group)> = Vec::new();
    for row in rows {
        let key = (row.sport, row.id.clone());
        let on = row.status.phase.in_play();
        match groups.last_mut() {
            Some((live, group))
                if group.sport == row.sport && group.league.slug == row.league.slug =>
            {
                *live |= on;
                group.rows.push(key);
            }
            _ => {
                let group = Group { sport: row.sport, league: row.league.clone(), rows: vec![key] };
                groups.push((on, group));
            }
        }
    }
    groups.sort_by_cached_key(|(live, group)| {
        let country = group.league.country.clone().unwrap_or_default();
        (!pins.contains(&group.key()), !live, group.sport, country, group.league.name.clone())
    });
    groups.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::{LeagueSlug, Phase};

    fn row(id: &str, league: &str, phase: Phase, elapsed: u32) -> ScoreRow {
        let mut row = ScoreRow::from(&fixtures::football());
        row.id = MatchId(id.to_owned());
        row.league.slug = LeagueSlug(league.to_owned());
        row.league.name = league.to_owned();
        row.status.phase = phase;
        row.status.elapsed = Some(elapsed);
        row
    }

    fn order(groups: &[Group]) -> Vec<(String, Vec<String>)> {
        groups
            .iter()
            .map(|g| (g.league.name.clone(), g.rows.iter().map(|(_, id)| id.0.clone()).collect()))
            .collect()
    }

    #[test]
    fn play_comes_first_among_leagues_and_within_them() {
        let rows = [
            row("1", "alpha", Phase::Finished, 90),
            row("2", "beta", Phase::Finished, 90),
            row("3", "beta", Phase::Scheduled, 0),
            row("4", "beta", Phase::Live, 20),
            row("5", "beta", Phase::Break, 45),
        ];
        let groups = arrange(&rows, StatusFilter::All, &[]);
        assert_eq!(
            order(&groups),
            [
                ("beta".to_owned(), ["5", "4", "3", "2"].map(str::to_owned).to_vec()),
                ("alpha".to_owned(), vec!["1".to_owned()]),
            ]
        );
    }

    #[test]
    fn a_pinned_league_is_above_one_with_play_on() {
        let rows = [row("1", "alpha", Phase::Finished, 90), row("2", "beta", Phase::Live, 3)];
        let groups = arrange(&rows, StatusFilter::All, &["football/alpha".to_owned()]);
        assert_eq!(groups[0].league.name, "alpha");
    }

    #[test]
    fn a_status_tab_leaves_the_rest_out() {
        let rows = [row("1", "alpha", Phase::Finished, 90), row("2", "alpha", Phase::Live, 3)];
        let groups = arrange(&rows, StatusFilter::Live, &[]);
        assert_eq!(order(&groups), [("alpha".to_owned(), vec!["2".to_owned()])]);
    }
}
