//! The v1 interfaces of sports that are played in games, which differ in little.

use super::{DAY, Endpoint, HOUR, Pace, endpoint};

const RANKING: &[&str] = &["league", "season"];
const TABLE: &[&str] = &["league", "season", "team", "stage", "group"];
const STAGES: Endpoint = endpoint("standings/stages", RANKING, RANKING, Pace::Every(DAY));
const GROUPS: Endpoint =
    endpoint("standings/groups", &["league", "season", "stage"], RANKING, Pace::Every(DAY));
const TIMEZONE: Endpoint = endpoint("timezone", &[], &[], Pace::Every(7 * DAY));
const SEASONS: Endpoint = endpoint("seasons", &[], &[], Pace::Every(DAY));
const COUNTRIES: Endpoint =
    endpoint("countries", &["id", "name", "code", "search"], &[], Pace::Every(DAY));
const LEAGUES: Endpoint = endpoint(
    "leagues",
    &["id", "name", "country", "country_id", "code", "type", "season", "search"],
    &[],
    Pace::Every(HOUR),
);
const TEAMS: Endpoint = endpoint(
    "teams",
    &["id", "name", "country", "country_id", "league", "season", "search"],
    &[],
    Pace::Every(DAY),
);
const TEAM_STATISTICS: Endpoint = endpoint(
    "teams/statistics",
    &["league", "season", "team", "date"],
    &["league", "season", "team"],
    Pace::Default,
);
const STANDINGS: Endpoint = endpoint("standings", TABLE, RANKING, Pace::Every(HOUR));
const GAMES: Endpoint =
    endpoint("games", &["id", "date", "league", "season", "team", "timezone"], &[], Pace::Matches);
const HEAD_TO_HEAD: Endpoint = endpoint(
    "games/h2h",
    &["h2h", "date", "league", "season", "timezone"],
    &["h2h"],
    Pace::Matches,
);
const ODDS: Endpoint =
    endpoint("odds", &["game", "league", "season", "bookmaker", "bet"], &[], Pace::Every(3 * HOUR));
const BETS: Endpoint = endpoint("bets", &["id", "search"], &[], Pace::Every(DAY));
const BOOKMAKERS: Endpoint = endpoint("bookmakers", &["id", "search"], &[], Pace::Every(DAY));

/// Baseball, handball, rugby and volleyball.
pub const PLAIN: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    COUNTRIES,
    LEAGUES,
    TEAMS,
    TEAM_STATISTICS,
    STANDINGS,
    STAGES,
    GROUPS,
    GAMES,
    HEAD_TO_HEAD,
    ODDS,
    BETS,
    BOOKMAKERS,
];

/// Hockey, which tells of goals and penalties.
pub const HOCKEY: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    COUNTRIES,
    LEAGUES,
    TEAMS,
    TEAM_STATISTICS,
    STANDINGS,
    STAGES,
    GROUPS,
    GAMES,
    HEAD_TO_HEAD,
    endpoint("games/events", &["game"], &["game"], Pace::Match { in_play: 15 }),
    ODDS,
    BETS,
    BOOKMAKERS,
];

/// Basketball, which counts what teams and players did.
pub const BASKETBALL: &[Endpoint] = &[
    TIMEZONE,
    SEASONS,
    COUNTRIES,
    LEAGUES,
    TEAMS,
    endpoint(
        "statistics",
        &["league", "season", "team", "date"],
        &["league", "season", "team"],
        Pace::Default,
    ),
    endpoint("players", &["id", "team", "season", "search"], &[], Pace::Every(DAY)),
    STANDINGS,
    STAGES,
    GROUPS,
    GAMES,
    HEAD_TO_HEAD,
    endpoint("games/statistics/teams", &["id", "ids"], &[], Pace::Match { in_play: 60 }),
    endpoint(
        "games/statistics/players",
        &["id", "ids", "player", "season"],
        &[],
        Pace::Match { in_play: 60 },
    ),
    ODDS,
    BETS,
    BOOKMAKERS,
];
