//! Which endpoints each sport has, and the vendor's words against questions it does not take.

use crate::simulator::query::{Complaint, Query, title};
use crate::simulator::zone::Zone;
use entity::model::Sport;

/// An endpoint, the parameters it knows, and those it cannot do without.
type Endpoint = (&'static str, &'static [&'static str], &'static [&'static str]);

const STATUS: Endpoint = ("status", &[], &[]);
const TIMEZONE: Endpoint = ("timezone", &[], &[]);
const SEASONS: Endpoint = ("seasons", &[], &[]);
const LEAGUES: Endpoint = (
    "leagues",
    &["id", "name", "country", "country_id", "type", "season", "search", "code", "current"],
    &[],
);
const TEAMS: Endpoint = ("teams", &["id", "name", "league", "season", "country", "search"], &[]);
const GAMES: Endpoint = ("games", &["id", "date", "league", "season", "team", "timezone"], &[]);
const GAMES_LIVE: Endpoint =
    ("games", &["id", "date", "league", "season", "team", "h2h", "live", "timezone"], &[]);
const H2H: Endpoint = ("games/h2h", &["h2h", "date", "league", "season", "timezone"], &["h2h"]);
const STANDINGS: Endpoint =
    ("standings", &["league", "season", "team", "stage", "group"], &["league", "season"]);
const STAGES: Endpoint = ("standings/stages", &["league", "season"], &["league", "season"]);
const GROUPS: Endpoint = ("standings/groups", &["league", "season"], &["league", "season"]);
const EVENTS: Endpoint = ("games/events", &["id"], &["id"]);
const TEAM_STATISTICS: Endpoint = ("games/statistics/teams", &["id"], &["id"]);

const COMMON: &[Endpoint] =
    &[STATUS, TIMEZONE, SEASONS, LEAGUES, TEAMS, GAMES, H2H, STANDINGS, STAGES, GROUPS];
const BASKETBALL: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    LEAGUES,
    TEAMS,
    GAMES,
    H2H,
    STANDINGS,
    STAGES,
    GROUPS,
    TEAM_STATISTICS,
];
const HOCKEY: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    LEAGUES,
    TEAMS,
    GAMES,
    H2H,
    STANDINGS,
    STAGES,
    GROUPS,
    ("games/events", &["game"], &["game"]),
];
const AMERICAN_FOOTBALL: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    LEAGUES,
    TEAMS,
    GAMES_LIVE,
    EVENTS,
    TEAM_STATISTICS,
    ("standings", &["league", "season", "team", "conference", "division"], &["league", "season"]),
];
const NBA: &[Endpoint] = &[
    STATUS,
    SEASONS,
    LEAGUES,
    TEAMS,
    GAMES_LIVE,
    ("games/statistics", &["id"], &["id"]),
    ("standings", &["league", "season", "team", "conference", "division"], &["league", "season"]),
];
const AFL: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    LEAGUES,
    TEAMS,
    GAMES,
    ("games/quarters", &["id"], &["id"]),
    EVENTS,
    TEAM_STATISTICS,
    ("standings", &["league", "season", "team"], &["league", "season"]),
];
const FIGHTS: &[&str] = &["id", "date", "season", "fighter", "category", "timezone"];
const MMA: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    ("categories", &["search"], &[]),
    ("fighters", &["id", "team", "name", "category", "search"], &[]),
    ("fights", FIGHTS, &[]),
    ("fights/results", &["id", "ids", "date"], &[]),
    ("fights/statistics/fighters", &["id", "ids", "date", "fighter"], &[]),
];
const FORMULA_1: &[Endpoint] = &[
    STATUS,
    TIMEZONE,
    SEASONS,
    ("competitions", &["id", "name", "country", "city", "search"], &[]),
    ("circuits", &["id", "competition", "name", "search"], &[]),
    ("teams", &["id", "name", "search"], &[]),
    ("drivers", &["id", "name", "search"], &[]),
    (
        "races",
        &["id", "date", "next", "last", "competition", "circuit", "season", "type", "timezone"],
        &[],
    ),
    ("rankings/teams", &["season", "team"], &["season"]),
    ("rankings/drivers", &["season", "driver", "team"], &["season"]),
    ("rankings/races", &["race", "driver", "team"], &["race"]),
    ("rankings/fastestlaps", &["race", "driver", "team"], &["race"]),
    ("rankings/startinggrid", &["race", "driver", "team"], &["race"]),
    ("pitstops", &["race", "driver", "team"], &["race"]),
];

/// The endpoints of a sport; football has its own list.
const fn endpoints(sport: Sport) -> &'static [Endpoint] {
    match sport {
        Sport::Basketball => BASKETBALL,
        Sport::Hockey => HOCKEY,
        Sport::Baseball | Sport::Handball | Sport::Rugby | Sport::Volleyball => COMMON,
        Sport::AmericanFootball => AMERICAN_FOOTBALL,
        Sport::Nba => NBA,
        Sport::Afl => AFL,
        Sport::Mma => MMA,
        Sport::Formula1 => FORMULA_1,
        Sport::Football => &[],
    }
}

/// The endpoint at the end of a path, whatever stands before it.
pub(in crate::simulator) fn endpoint_of(sport: Sport, path: &str) -> Option<&'static str> {
    let known = endpoints(sport).iter().map(|(name, ..)| *name).filter(|name| {
        path.strip_suffix(name).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('/'))
    });
    known.max_by_key(|name| name.len())
}

/// What the vendor would say against a question.
pub(in crate::simulator) fn complaints(query: &Query) -> Vec<Complaint> {
    let found = endpoints(query.sport).iter().find(|(name, ..)| *name == query.endpoint);
    let Some((_, known, required)) = found else {
        return vec![("endpoint".to_owned(), "This endpoint do not exist.".to_owned())];
    };
    let mut complaints = Vec::new();
    for (name, value) in &query.parameters {
        if !known.contains(&name.as_str()) {
            complaints.push((name.clone(), format!("The {} field do not exist.", title(name))));
        } else if let Some(complaint) = malformed(query.sport, name, value) {
            complaints.push((name.clone(), complaint));
        }
    }
    let missing = required.iter().filter(|name| query.get(name).is_none());
    complaints.extend(missing.map(|name| required_field(name)));
    if complaints.is_empty() {
        complaints.extend(combination(query));
    }
    complaints
}

fn required_field(name: &str) -> Complaint {
    (name.to_owned(), format!("The {} field is required.", title(name)))
}

/// Complaints about parameters that do not go together.
fn combination(query: &Query) -> Option<Complaint> {
    let has = |name: &str| query.get(name).is_some();
    let one_of = |names: &[&str]| names.iter().any(|name| has(name));
    let nothing = || ("required".to_owned(), "At least one parameter is required.".to_owned());
    match query.endpoint.as_str() {
        "games" => {
            let alone = ["id", "date", "live", "h2h"];
            if one_of(&alone) {
                None
            } else if !one_of(&["league", "season", "team"]) {
                Some(nothing())
            } else if !has("season") {
                Some(required_field("season"))
            } else if one_of(&["league", "team"]) {
                None
            } else {
                let text = "The Season field need another parameter.".to_owned();
                Some(("season".to_owned(), text))
            }
        }
        "fights" if !one_of(&["id", "date", "season", "fighter"]) => Some(nothing()),
        "fights/results" if !one_of(&["id", "ids", "date"]) => Some(nothing()),
        "races" if !one_of(&["id", "date", "next", "last", "season"]) => Some(nothing()),
        "drivers" | "fighters" if query.parameters.is_empty() => Some(nothing()),
        _ => None,
    }
}

/// What is wrong with a value, if anything.
fn malformed(sport: Sport, name: &str, value: &str) -> Option<String> {
    let title = title(name);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = |text: &str| text.len() == 4 && digits(text);
    match name {
        "league" if sport == Sport::Nba => None,
        "id" | "league" | "team" | "game" | "race" | "fighter" | "competition" | "next"
        | "last"
            if !digits(value) =>
        {
            Some(format!("The {title} field must contain an integer."))
        }
        "ids" | "h2h" if !value.split('-').all(digits) => {
            Some(format!("The {title} field must contain integers separated by dashes."))
        }
        "season" if !value.split('-').all(year) => {
            Some(format!("The {title} field must contain 4 digits."))
        }
        "date" if chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_err() => {
            Some(format!("The {title} field must contain a valid date with the format YYYY-MM-DD."))
        }
        "live" if value != "all" => Some(format!("The {title} field must be all.")),
        "timezone" if !value.is_empty() && Zone::named(value).is_none() => {
            Some(format!("The {title} field must be a valid timezone."))
        }
        _ => None,
    }
}
