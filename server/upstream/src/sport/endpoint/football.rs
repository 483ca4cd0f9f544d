//! Football v3, by the vendor's documentation 3.9.3.

use super::{DAY, Endpoint, HOUR, Pace, endpoint};

const RANKING: &[&str] = &["league", "season"];
const PEOPLE: &[&str] = &["player", "players", "coach", "coachs"];

/// Its endpoints.
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
