//! What a sport's upstream can be asked: endpoints, their parameters, and how often each changes.
//!
//! [`ask`](super::ask) makes queries of these, and whoever passes questions on lets these pass.

mod football;
mod games;
mod others;

pub use football::FOOTBALL;

use crate::client::{ParameterFault, Query};
use entity::model::Sport;

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

/// Every endpoint of every sport, for readers.
pub fn all() -> impl Iterator<Item = (Sport, &'static Endpoint)> {
    Sport::ALL.into_iter().flat_map(|sport| of(sport).iter().map(move |endpoint| (sport, endpoint)))
}

/// What may be asked of a sport's upstream.
pub const fn of(sport: Sport) -> &'static [Endpoint] {
    match sport {
        Sport::Football => FOOTBALL,
        Sport::Basketball => games::BASKETBALL,
        Sport::Hockey => games::HOCKEY,
        Sport::Baseball | Sport::Handball | Sport::Rugby | Sport::Volleyball => games::PLAIN,
        Sport::AmericanFootball => others::AMERICAN_FOOTBALL,
        Sport::Nba => others::NBA,
        Sport::Afl => others::AFL,
        Sport::Mma => others::MMA,
        Sport::Formula1 => others::FORMULA_1,
    }
}

/// Seconds between two updates of a list of matches; asking more often tells nothing new.
pub const fn update_seconds(sport: Sport) -> u32 {
    match sport {
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::Nba
        | Sport::Afl => 15,
        Sport::AmericanFootball | Sport::Mma | Sport::Formula1 => 30,
    }
}

impl Endpoint {
    /// The question of a query string, parameters in order of name so that two ways to write one
    /// question are one question; or every fault in it.
    pub fn query(&self, text: &str) -> Result<Query, Vec<ParameterFault>> {
        let mut pairs: Vec<(String, String)> =
            pairs(text).into_iter().filter(|(_, value)| !value.is_empty()).collect();
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

/// Names and values of a query string, decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut url = reqwest::Url::parse("http://localhost/").expect("is an address");
    url.set_query(Some(text));
    url.query_pairs().into_owned().collect()
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
        for endpoint in Sport::ALL.into_iter().flat_map(of) {
            assert!(endpoint.required.iter().all(|name| endpoint.parameters.contains(name)));
        }
    }

    #[test]
    fn a_sport_names_an_endpoint_once() {
        for sport in Sport::ALL {
            let mut names: Vec<_> = of(sport).iter().map(|endpoint| endpoint.name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{sport}");
        }
    }

    #[test]
    fn a_plus_sign_is_a_space_and_what_is_encoded_is_decoded() {
        let query = of(Sport::Hockey)
            .iter()
            .find(|endpoint| endpoint.name == "teams")
            .expect("is there")
            .query("search=New+York%26&season=2024");
        let query = query.expect("is good");
        assert_eq!(query.param("search"), Some("New York&"));
    }
}
