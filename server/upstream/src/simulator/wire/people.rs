//! Rankings of players: goals, assists, cards.

use super::{Rows, phase_so_far, put};
use crate::simulator::dice::Dice;
use crate::simulator::engine::Inner;
use crate::simulator::script::{Detail, Who};
use crate::simulator::world::League;
use std::cmp::Reverse;
use std::collections::HashMap;

/// What players are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Ranking {
    /// Goals.
    Scorers,
    /// Assists.
    Assists,
    /// Yellow cards.
    Yellow,
    /// Red cards.
    Red,
}

/// Length of a ranking.
const LENGTH: usize = 20;

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    goals: u32,
    penalties: u32,
    missed: u32,
    assists: u32,
    yellow: u32,
    red: u32,
    on: u32,
    off: u32,
}

impl Tally {
    const fn by(&self, ranking: Ranking) -> (u32, u32) {
        match ranking {
            Ranking::Scorers => (self.goals, self.assists),
            Ranking::Assists => (self.assists, self.goals),
            Ranking::Yellow => (self.yellow, self.red),
            Ranking::Red => (self.red, self.yellow),
        }
    }
}

/// The best twenty of the league's running phase.
pub(in crate::simulator) fn ranking(
    inner: &Inner,
    league: &League,
    season: i32,
    ranking: Ranking,
    now: i64,
) -> Rows {
    let mut tallies: HashMap<(usize, u8), Tally> = HashMap::new();
    let mut played: HashMap<usize, u32> = HashMap::new();
    if league.coverage.has_events() {
        for (found, view) in phase_so_far(inner, league, now) {
            let teams = [found.fixture().home, found.fixture().away];
            if view.first.is_some() {
                for team in teams {
                    *played.entry(team).or_default() += 1;
                }
            }
            for event in view.events.iter().filter(|event| !event.is_shootout()) {
                let mut of = |who: Option<Who>, count: fn(&mut Tally)| {
                    if let Some(who) = who {
                        count(
                            tallies.entry((teams[usize::from(!who.home)], who.place)).or_default(),
                        );
                    }
                };
                match event.detail {
                    Detail::Goal => {
                        of(event.player, |tally| tally.goals += 1);
                        of(event.assist, |tally| tally.assists += 1);
                    }
                    Detail::Penalty => of(event.player, |tally| {
                        tally.goals += 1;
                        tally.penalties += 1;
                    }),
                    Detail::MissedPenalty => of(event.player, |tally| tally.missed += 1),
                    Detail::Yellow => of(event.player, |tally| tally.yellow += 1),
                    Detail::Red => of(event.player, |tally| tally.red += 1),
                    Detail::Substitution(_) => {
                        of(event.player, |tally| tally.off += 1);
                        of(event.assist, |tally| tally.on += 1);
                    }
                    Detail::OwnGoal
                    | Detail::GoalCancelled
                    | Detail::GoalOffside
                    | Detail::PenaltyConfirmed => {}
                }
            }
        }
    }
    let mut best: Vec<((usize, u8), Tally)> =
        tallies.into_iter().filter(|(_, tally)| tally.by(ranking).0 > 0).collect();
    best.sort_by_key(|(who, tally)| (Reverse(tally.by(ranking)), *who));
    best.truncate(LENGTH);
    let mut rows = Rows::default();
    for ((team, place), tally) in best {
        let matches = played.get(&team).copied().unwrap_or(1);
        rows.add(|out| write_player(out, inner, league, season, (team, place), &tally, matches));
    }
    rows
}

fn write_player(
    out: &mut String,
    inner: &Inner,
    league: &League,
    season: i32,
    who: (usize, u8),
    tally: &Tally,
    matches: u32,
) {
    let team = &inner.world.teams[who.0];
    let player = &team.squad(inner.world.seed)[usize::from(who.1)];
    let mut dice = Dice::of(inner.world.seed, &[60, u64::from(player.id)]);
    let age = dice.between(18, 35);
    let (height, weight) = (dice.between(168, 194), dice.between(62, 90));
    let last = player.name.split_once(' ').map_or(player.name.as_str(), |(_, last)| last);
    let first = player.name.split_once('.').map_or("", |(first, _)| first);
    let country = super::super::world::escape(team.country.name);
    let id = player.id;
    put(
        out,
        format_args!(
            r#"{{"player":{{"id":{id},"name":"{}","firstname":"{first}.","lastname":"{last}","#,
            player.name
        ),
    );
    let (year, month, day) =
        (season - i32::try_from(age).unwrap_or(25), dice.between(1, 12), dice.between(1, 28));
    put(
        out,
        format_args!(
            r#""age":{age},"birth":{{"date":"{year}-{month:02}-{day:02}","place":null,"country":"{country}"}},"#
        ),
    );
    put(
        out,
        format_args!(
            r#""nationality":"{country}","height":"{height}","weight":"{weight}","injured":false,"#
        ),
    );
    put(
        out,
        format_args!(
            r#""photo":"https://media.api-sports.io/football/players/{id}.png"}},"statistics":[{{"team":{}}},"#,
            team.head
        ),
    );
    put(out, format_args!(r#""league":{},"season":{season}}},"games":"#, league.head));
    let lineups = if who.1 < 11 { matches } else { tally.on.min(matches) };
    let minutes = lineups * 84;
    put(
        out,
        format_args!(
            r#"{{"appearences":{lineups},"lineups":{lineups},"minutes":{minutes},"number":{},"#,
            player.number
        ),
    );
    put(
        out,
        format_args!(r#""position":"{}","rating":"6.9","captain":false}},"#, player.pos.as_str()),
    );
    put(
        out,
        format_args!(
            r#""substitutes":{{"in":{},"out":{},"bench":{}}},"#,
            tally.on, tally.off, tally.on
        ),
    );
    let shots = tally.goals * 3 + tally.missed;
    put(out, format_args!(r#""shots":{{"total":{shots},"on":{}}},"#, tally.goals * 2));
    put(
        out,
        format_args!(
            r#""goals":{{"total":{},"conceded":0,"assists":{},"saves":null}},"#,
            tally.goals, tally.assists
        ),
    );
    out.push_str(r#""passes":{"total":null,"key":null,"accuracy":null},"tackles":{"total":null,"blocks":null,"interceptions":null},"duels":{"total":null,"won":null},"dribbles":{"attempts":null,"success":null,"past":null},"fouls":{"drawn":null,"committed":null},"#);
    put(
        out,
        format_args!(r#""cards":{{"yellow":{},"yellowred":0,"red":{}}},"#, tally.yellow, tally.red),
    );
    put(
        out,
        format_args!(
            r#""penalty":{{"won":null,"commited":null,"scored":{},"missed":{},"saved":null}}}}]}}"#,
            tally.penalties, tally.missed
        ),
    );
}
