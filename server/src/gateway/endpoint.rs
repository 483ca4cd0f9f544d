//! What may be asked through the proxy: endpoints, their parameters, and how often each changes.

use entity::model::Sport;
use upstream::client::{ParameterFault, Query};

/// Longest value of a parameter, in bytes.
const LONGEST: usize = 120;

/// How often the vendor renews what an endpoint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Moves with the match it names: seconds in play, and an hour after the end.
    Match {
        /// Seconds an answer is good while the match is in play.
        in_play: i64,
    },
    /// The same for lists of matches.
    Matches,
    /// Every so many seconds, whatever is being played.
    Every(i64),
    /// Left to `API_DEFAULT_CACHE_DURATION`.
    Default,
}

/// One endpoint of an upstream.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Its path: `fixtures/events`.
    pub name: &'static str,
    /// The parameters it takes.
    pub parameters: &'static [&'static str],
    /// Those of them it cannot do without.
    pub required: &'static [&'static str],
    /// How often it changes.
    pub pace: Pace,
}

const fn endpoint(
    name: &'static str,
    parameters: &'static [&'static str],
    required: &'static [&'static str],
    pace: Pace,
) -> Endpoint {
    Endpoint { name, parameters, required, pace }
}

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const RANKING: &[&str] = &["league", "season"];
const PEOPLE: &[&str] = &["player", "players", "coach", "coachs"];

/// Football v3, by the vendor's documentation 3.9.3.
pub const FOOTBALL: &[Endpoint] = &[
    endpoint("timezone", &[], &[], Pace::Every(7 * DAY)),
    endpoint("countries", &["name", "code", "search"], &[], Pace::Every(DAY)),
    endpoint("leagues/seasons", &[], &[], Pace::Every(DAY)),
    endpoint(
        "leagues",
        &["id", "name", "country", "code", "season", "team", "type", "current", "search", "last"],
        &[],
        Pace::Every(HOUR),
    ),
    endpoint(
        "teams",
        &["id", "name", "league", "season", "country", "code", "venue", "search"],
        &[],
        Pace::Every(DAY),
    ),
    endpoint(
        "teams/statistics",
        &["league", "season", "team", "date"],
        &["league", "season", "team"],
        Pace::Default,
    ),
    endpoint("teams/seasons", &["team"], &["team"], Pace::Every(DAY)),
    endpoint("teams/countries", &[], &[], Pace::Every(DAY)),
    endpoint("venues", &["id", "name", "city", "country", "search"], &[], Pace::Every(DAY)),
    endpoint(
        "fixtures",
        &[
            "id", "ids", "live", "date", "league", "season", "team", "last", "next", "from", "to",
            "round", "status", "venue", "timezone",
        ],
        &[],
        Pace::Matches,
    ),
    endpoint(
        "fixtures/rounds",
        &["league", "season", "current", "dates", "timezone"],
        RANKING,
        Pace::Every(DAY),
    ),
    endpoint(
        "fixtures/headtohead",
        &[
            "h2h", "date", "league", "season", "last", "next", "from", "to", "status", "venue",
            "timezone",
        ],
        &["h2h"],
        Pace::Matches,
    ),
    endpoint(
        "fixtures/events",
        &["fixture", "team", "player", "type"],
        &["fixture"],
        Pace::Match { in_play: 15 },
    ),
    endpoint(
        "fixtures/statistics",
        &["fixture", "team", "type", "half"],
        &["fixture"],
        Pace::Match { in_play: 60 },
    ),
    endpoint(
        "fixtures/lineups",
        &["fixture", "team", "player", "type"],
        &["fixture"],
        Pace::Match { in_play: 900 },
    ),
    endpoint("fixtures/players", &["fixture", "team"], &["fixture"], Pace::Match { in_play: 60 }),
    endpoint("standings", &["league", "season", "team"], &["season"], Pace::Every(HOUR)),
    endpoint(
        "players",
        &["id", "team", "league", "season", "search", "page"],
        &[],
        Pace::Every(DAY),
    ),
    endpoint("players/seasons", &["player"], &[], Pace::Every(DAY)),
    endpoint("players/profiles", &["player", "search", "page"], &[], Pace::Every(DAY)),
    endpoint("players/squads", &["team", "player"], &[], Pace::Every(DAY)),
    endpoint("players/teams", &["player"], &["player"], Pace::Every(DAY)),
    endpoint("players/topscorers", RANKING, RANKING, Pace::Every(DAY)),
    endpoint("players/topassists", RANKING, RANKING, Pace::Every(DAY)),
    endpoint("players/topyellowcards", RANKING, RANKING, Pace::Every(DAY)),
    endpoint("players/topredcards", RANKING, RANKING, Pace::Every(DAY)),
    endpoint(
        "injuries",
        &["league", "season", "fixture", "team", "player", "date", "ids", "timezone"],
        &[],
        Pace::Every(4 * HOUR),
    ),
    endpoint("coachs", &["id", "team", "search"], &[], Pace::Every(DAY)),
    endpoint("transfers", &["player", "team"], &[], Pace::Every(DAY)),
    endpoint("trophies", PEOPLE, &[], Pace::Every(DAY)),
    endpoint("sidelined", PEOPLE, &[], Pace::Every(DAY)),
    endpoint("predictions", &["fixture"], &["fixture"], Pace::Every(HOUR)),
    endpoint("odds/live", &["fixture", "league", "bet"], &[], Pace::Every(5)),
    endpoint("odds/live/bets", &["id", "search"], &[], Pace::Every(60)),
    endpoint(
        "odds",
        &["fixture", "league", "season", "date", "timezone", "page", "bookmaker", "bet"],
        &[],
        Pace::Every(3 * HOUR),
    ),
    endpoint("odds/bookmakers", &["id", "search"], &[], Pace::Every(DAY)),
    endpoint("odds/bets", &["id", "search"], &[], Pace::Every(DAY)),
    endpoint("odds/mapping", &["page"], &[], Pace::Every(DAY)),
];

/// Every endpoint of every sport, for readers.
pub fn all() -> impl Iterator<Item = (Sport, &'static Endpoint)> {
    Sport::ALL.into_iter().flat_map(|sport| of(sport).iter().map(move |endpoint| (sport, endpoint)))
}

/// What may be asked of a sport's upstream.
pub const fn of(sport: Sport) -> &'static [Endpoint] {
    match sport {
        Sport::Football => FOOTBALL,
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => &[],
    }
}

impl Endpoint {
    /// The question of a query string, parameters in order of name so that two ways to write one
    /// question are one question; or every fault in it.
    pub fn query(&self, text: &str) -> Result<Query, Vec<ParameterFault>> {
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        pairs.sort();
        let mut faults = Vec::new();
        let mut fault = |name: &str, message: String| {
            let name = name.chars().take(LONGEST).collect();
            faults.push(ParameterFault { name, message });
        };
        for (i, (name, value)) in pairs.iter().enumerate() {
            if !self.parameters.contains(&name.as_str()) {
                fault(name, format!("{} takes {}", self.name, words(self.parameters)));
            } else if value.len() > LONGEST || value.chars().any(char::is_control) {
                fault(name, format!("{name} is up to {LONGEST} plain characters"));
            } else if i > 0 && pairs[i - 1].0 == *name {
                fault(name, format!("give {name} once"));
            }
        }
        for name in self.required {
            if !pairs.iter().any(|(given, _)| given == name) {
                fault(name, format!("{} needs {name}", self.name));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let query = Query::new(self.name);
        Ok(pairs.into_iter().fold(query, |query, (name, value)| query.with(name, value)))
    }
}

fn words(parameters: &[&str]) -> String {
    if parameters.is_empty() { "no parameters".to_owned() } else { parameters.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standings() -> &'static Endpoint {
        FOOTBALL.iter().find(|endpoint| endpoint.name == "standings").expect("is allowed")
    }

    #[test]
    fn two_ways_to_write_one_question_are_one_question() {
        let one = standings().query("season=2024&league=4").expect("is good");
        assert_eq!(Ok(one), standings().query("league=4&season=2024&team="));
    }

    #[test]
    fn every_fault_is_named() {
        let faults = standings().query("leaguee=4&league=1&league=2").expect_err("is refused");
        let names: Vec<_> = faults.iter().map(|fault| fault.name.as_str()).collect();
        assert_eq!(names, ["league", "leaguee", "season"]);
        assert!(standings().query(&format!("season={}", "9".repeat(121))).is_err());
        assert!(standings().query("season=20%0a25").is_err());
    }

    #[test]
    fn whatever_is_required_is_also_taken() {
        for endpoint in FOOTBALL {
            assert!(endpoint.required.iter().all(|name| endpoint.parameters.contains(name)));
        }
    }
}
