//! Interfaces of a make of their own.

use super::{DAY, Endpoint, HOUR, Pace, endpoint};

const RANKING: &[&str] = &["league", "season"];
const OF_MATCH: &[&str] = &["id"];
const TIMEZONE: Endpoint = endpoint("timezone", &[], &[], Pace::Every(7 * DAY));
const SEASONS: Endpoint = endpoint("seasons", &[], &[], Pace::Every(DAY));
const EVENTS: Endpoint = endpoint("games/events", OF_MATCH, OF_MATCH, Pace::Match { in_play: 15 });
const TEAM_COUNTS: Endpoint =
    endpoint("games/statistics/teams", OF_MATCH, OF_MATCH, Pace::Match { in_play: 60 });
const PLAYER_COUNTS: Endpoint = endpoint(
    "games/statistics/players",
    &["id", "group", "team", "player"],
    OF_MATCH,
    Pace::Match { in_play: 60 },
);
const ODDS: Endpoint =
    endpoint("odds", &["game", "league", "season", "bookmaker", "bet"], &[], Pace::Every(3 * HOUR));

/// American football v1: NFL and NCAA.
pub const AMERICAN_FOOTBALL: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    endpoint("leagues", &["id", "season", "current"], &[], Pace::Every(HOUR)),
    endpoint("teams", &["id", "league", "season", "name", "code", "search"], &[], Pace::Every(DAY)),
    endpoint("players", &["id", "name", "team", "season", "search"], &[], Pace::Every(DAY)),
    endpoint("players/statistics", &["id", "team", "season"], &["season"], Pace::Default),
    endpoint("injuries", &["player", "team"], &[], Pace::Every(4 * HOUR)),
    endpoint(
        "games",
        &["id", "date", "league", "season", "team", "h2h", "live", "timezone"],
        &[],
        Pace::Matches,
    ),
    EVENTS,
    TEAM_COUNTS,
    PLAYER_COUNTS,
    endpoint(
        "standings",
        &["league", "season", "team", "conference", "division"],
        RANKING,
        Pace::Every(HOUR),
    ),
    endpoint("standings/conferences", RANKING, RANKING, Pace::Every(DAY)),
    endpoint("standings/divisions", RANKING, RANKING, Pace::Every(DAY)),
    ODDS,
];

/// NBA v2.
pub const NBA: &[Endpoint] = &[
    SEASONS,
    endpoint("leagues", &[], &[], Pace::Every(HOUR)),
    endpoint(
        "teams",
        &["id", "name", "code", "league", "conference", "division", "search"],
        &[],
        Pace::Every(DAY),
    ),
    endpoint("teams/statistics", &["id", "season", "stage"], &["id", "season"], Pace::Default),
    endpoint(
        "players",
        &["id", "name", "team", "season", "country", "search"],
        &[],
        Pace::Every(DAY),
    ),
    endpoint("players/statistics", &["id", "game", "team", "season"], &[], Pace::Default),
    endpoint(
        "games",
        &["id", "date", "live", "league", "season", "team", "h2h"],
        &[],
        Pace::Matches,
    ),
    endpoint("games/statistics", OF_MATCH, OF_MATCH, Pace::Match { in_play: 60 }),
    endpoint(
        "standings",
        &["league", "season", "team", "conference", "division"],
        RANKING,
        Pace::Every(HOUR),
    ),
];

/// AFL v1: Australian football.
pub const AFL: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    endpoint("leagues", &["id", "season"], &[], Pace::Every(HOUR)),
    endpoint("teams", &["id", "name", "league", "season", "search"], &[], Pace::Every(DAY)),
    endpoint("teams/statistics", &["id", "season", "date"], &["id", "season"], Pace::Default),
    endpoint("players", &["id", "name", "team", "season", "search"], &[], Pace::Every(DAY)),
    endpoint("players/statistics", &["id", "season"], &["id", "season"], Pace::Default),
    endpoint(
        "games",
        &["id", "date", "live", "league", "season", "team", "timezone"],
        &[],
        Pace::Matches,
    ),
    endpoint("games/quarters", OF_MATCH, OF_MATCH, Pace::Match { in_play: 15 }),
    EVENTS,
    TEAM_COUNTS,
    PLAYER_COUNTS,
    endpoint("standings", RANKING, RANKING, Pace::Every(HOUR)),
    ODDS,
];

/// MMA v1.
pub const MMA: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    endpoint("categories", &["search"], &[], Pace::Every(DAY)),
    endpoint("teams", &["id", "search"], &[], Pace::Every(DAY)),
    endpoint("fighters", &["id", "team", "name", "category", "search"], &[], Pace::Every(DAY)),
    endpoint("fighters/records", OF_MATCH, OF_MATCH, Pace::Every(DAY)),
    endpoint(
        "fights",
        &["id", "date", "season", "fighter", "category", "timezone"],
        &[],
        Pace::Matches,
    ),
    endpoint("fights/results", &["id", "ids", "date"], &[], Pace::Match { in_play: 30 }),
    endpoint(
        "fights/statistics/fighters",
        &["id", "ids", "date", "fighter"],
        &[],
        Pace::Match { in_play: 60 },
    ),
    endpoint("odds", &["fight", "date", "bookmaker", "bet"], &[], Pace::Every(3 * HOUR)),
];

/// Formula 1 v1.
pub const FORMULA_1: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    endpoint("competitions", &["id", "name", "country", "city", "search"], &[], Pace::Every(DAY)),
    endpoint("circuits", &["id", "competition", "name", "search"], &[], Pace::Every(DAY)),
    endpoint("teams", &["id", "name", "search"], &[], Pace::Every(DAY)),
    endpoint("drivers", &["id", "name", "search"], &[], Pace::Every(DAY)),
    endpoint(
        "races",
        &["id", "date", "next", "last", "competition", "circuit", "season", "type", "timezone"],
        &[],
        Pace::Matches,
    ),
    endpoint("rankings/teams", &["season", "team"], &["season"], Pace::Every(HOUR)),
    endpoint("rankings/drivers", &["season", "driver", "team"], &["season"], Pace::Every(HOUR)),
    endpoint("rankings/races", &["race", "team", "driver"], &["race"], Pace::Match { in_play: 30 }),
    endpoint(
        "rankings/fastestlaps",
        &["race", "team", "driver"],
        &["race"],
        Pace::Match { in_play: 60 },
    ),
    endpoint(
        "rankings/startinggrid",
        &["race", "team", "driver"],
        &["race"],
        Pace::Match { in_play: 900 },
    ),
    endpoint("pitstops", &["race", "team", "driver"], &["race"], Pace::Match { in_play: 60 }),
];
