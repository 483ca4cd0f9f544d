//! A match with all that its row needs, and what the rows of most sports share.

use super::calendar::Game;
use super::league::{League, Season};
use super::play::{Script, State, View};
use super::rules::{Rules, rules};
use super::store::{Found, Sports};
use super::world::World;
use crate::simulator::zone::Zone;
use entity::model::Sport;
use serde_json::{Value, json};
use std::sync::Arc;

/// A match as it is told at an instant.
#[derive(Debug)]
pub(in crate::simulator) struct Told<'a> {
    /// Its sport.
    pub sport: Sport,
    /// Leagues and clubs.
    pub world: &'a World,
    /// Its league.
    pub league: &'a League,
    /// As the calendar has it.
    pub game: &'a Game,
    /// As it stands.
    pub view: View,
    /// Unix milliseconds.
    pub now: i64,
    /// The zone its times are told in.
    pub zone: Zone,
    sports: &'a Sports,
    found: &'a Found,
}

impl<'a> Told<'a> {
    /// The match as told at `now`.
    pub(in crate::simulator) fn new(
        sports: &'a Sports,
        found: &'a Found,
        zone: Zone,
        now: i64,
    ) -> Self {
        let world = sports.world(found.sport);
        let game = found.game();
        let league = &world.leagues[game.league];
        let view = sports.view(found, now);
        Self { sport: found.sport, world, league, game, view, now, zone, sports, found }
    }

    /// What happens in it.
    pub(in crate::simulator) fn script(&self) -> Arc<Script> {
        self.sports.script(self.found)
    }

    /// Code and long text.
    pub(in crate::simulator) fn code(&self, rules: &dyn Rules) -> (String, &'static str) {
        match rules.codes().of(self.view.state) {
            Some((short, long)) => (short.to_owned(), long),
            None => rules.code(&self.view),
        }
    }

    /// The score; `None` before there is one.
    pub(in crate::simulator) fn totals(&self, rules: &dyn Rules) -> Option<[u32; 2]> {
        match self.view.state {
            State::NotStarted | State::Postponed | State::Cancelled => None,
            State::Walkover | State::Awarded => {
                let home = self.game.id.is_multiple_of(2);
                let all = rules.forfeit();
                Some(if home { [all, 0] } else { [0, all] })
            }
            State::Play(_)
            | State::Break(_)
            | State::Halted(_)
            | State::Abandoned(_)
            | State::Ended(_) => Some(rules.totals(&self.view)),
        }
    }

    /// A part of each side by its place; `None` before it has begun.
    pub(in crate::simulator) fn part(&self, part: usize) -> [Option<u32>; 2] {
        let scores = self.view.parts.get(part);
        [0, 1].map(|side| scores.map(|scores| scores[side]))
    }

    /// A club.
    pub(in crate::simulator) fn team(&self, side: usize) -> Value {
        let team = &self.world.teams[self.game.sides[side]];
        team_of(self.sport, team.id, &team.name)
    }

    /// When it starts, in the zone asked for.
    pub(in crate::simulator) fn date(&self) -> String {
        self.zone.write(self.view.starts_at / 1_000)
    }

    /// The row, but for scores and parts.
    pub(in crate::simulator) fn row(&self) -> Value {
        let (short, long) = rules(self.sport).map_or((String::new(), ""), |rules| self.code(rules));
        let date = self.date();
        let mut league = league_of(self.sport, self.league);
        league["season"] = season(self.league, self.game.first);
        json!({
            "id": self.game.id,
            "date": date,
            "time": &date[11..16],
            "timestamp": self.view.starts_at / 1_000,
            "timezone": self.zone.name(),
            "week": self.league.week(self.game.round),
            "status": {"long": long, "short": short},
            "country": country_of(self.league),
            "league": league,
            "teams": {"home": self.team(0), "away": self.team(1)},
        })
    }
}

/// Where a sport's images lie.
const fn images(sport: Sport) -> &'static str {
    match sport {
        Sport::Volleyball => "volley",
        sport => sport.slug(),
    }
}

/// The address of a picture.
pub(in crate::simulator) fn image(sport: Sport, kind: &str, id: u32) -> String {
    format!("https://media.api-sports.io/{}/{kind}/{id}.png", images(sport))
}

/// A club.
pub(in crate::simulator) fn team_of(sport: Sport, id: u32, name: &str) -> Value {
    json!({"id": id, "name": name, "logo": image(sport, "teams", id)})
}

/// A league without its season.
pub(in crate::simulator) fn league_of(sport: Sport, league: &League) -> Value {
    let kind = if league.cup { "Cup" } else { "League" };
    let id = league.id;
    json!({"id": id, "name": league.name, "type": kind, "logo": image(sport, "leagues", id)})
}

/// A season as the league writes it.
pub(in crate::simulator) fn season(league: &League, first: i64) -> Value {
    let season = league.season_of(first);
    match league.season {
        Season::Winter => json!(season),
        Season::Year | Season::Begun => json!(season.parse::<i32>().unwrap_or_default()),
    }
}

/// The country of a league; between countries there is no code.
pub(in crate::simulator) fn country_of(league: &League) -> Value {
    let country = league.country;
    let flag = country
        .code
        .map(|code| format!("https://media.api-sports.io/flags/{}.svg", code.to_lowercase()));
    let letters = country.name.bytes().map(u32::from).sum::<u32>();
    json!({"id": letters % 200, "name": country.name, "code": country.code, "flag": flag})
}
