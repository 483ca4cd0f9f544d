//! The rows that answer a question about a sport beside football.

use super::league::League;
use super::rules::{Rules, rules};
use super::store::{Found, Sports};
use super::table;
use super::told::{Told, country_of, image, league_of, season, team_of};
use super::{formula1, mma, nba};
use crate::simulator::fate::DAY;
use crate::simulator::query::Query;
use crate::simulator::zone::{self, Zone};
use chrono::{DateTime, NaiveDate};
use entity::model::Sport;
use serde_json::{Value, json};

/// What stands under `get`, which is not always what was asked.
pub(in crate::simulator) fn echo(query: &Query) -> &str {
    match (query.sport, query.endpoint.as_str()) {
        (Sport::Hockey, "games/events") | (Sport::Basketball, "games/statistics/teams") => "games",
        (Sport::Nba, "games") => "games/",
        (Sport::Nba, "leagues") => "leagues/",
        (Sport::Nba, "standings") => "standings/",
        (Sport::Formula1, ranking) if ranking.starts_with("rankings/") => "rankings",
        (_, "games/h2h") => "games",
        (_, endpoint) => endpoint,
    }
}

/// The rows at `now`.
pub(in crate::simulator) fn respond(sports: &Sports, query: &Query, now: i64) -> Vec<Value> {
    let sport = query.sport;
    if sports.closed {
        return Vec::new();
    }
    match sport {
        Sport::Mma => return mma::answer(sports.seed, query, now).unwrap_or_default(),
        Sport::Formula1 => return formula1::answer(sports.seed, query, now).unwrap_or_default(),
        _ => {}
    }
    let Some(rules) = rules(sport) else { return Vec::new() };
    match query.endpoint.as_str() {
        "seasons" => seasons(sports, sport, now),
        "leagues" => leagues(sports, query, now),
        "teams" => teams(sports, query, now),
        "games" | "games/h2h" => {
            let zone = zone_of(query);
            let games = games(sports, query, zone, now);
            games.iter().map(|found| rules.row(&Told::new(sports, found, zone, now))).collect()
        }
        "standings" => league_in_season(sports, query, now).map_or_else(Vec::new, |league| {
            let team = query.number("team").and_then(|id| sports.world(sport).team_place(id));
            table::standings(sports, sport, league, team, now)
        }),
        "standings/stages" => league_in_season(sports, query, now)
            .map(|league| json!(format!("{} - Regular Season", league.name)))
            .into_iter()
            .collect(),
        "standings/groups" => Vec::new(),
        endpoint => of_game(sports, rules, query, endpoint, now),
    }
}

fn zone_of(query: &Query) -> Zone {
    query.get("timezone").and_then(Zone::named).unwrap_or(zone::UTC)
}

/// What an endpoint tells of one match.
fn of_game(
    sports: &Sports,
    rules: &dyn Rules,
    query: &Query,
    endpoint: &str,
    now: i64,
) -> Vec<Value> {
    let id = query.number("id").or_else(|| query.number("game"));
    let found = id.and_then(|id| sports.find(query.sport, id, now));
    let told = found.as_ref().map(|found| Told::new(sports, found, zone::UTC, now));
    told.and_then(|told| rules.particular(endpoint, &told)).unwrap_or_default()
}

/// The first day of the competition that `league` plays at `now`.
const fn running(league: &League, now: i64) -> i64 {
    league.turn(league.day_of(now)).first
}

/// The league a question names, if it asks for the season that runs.
fn league_in_season<'a>(sports: &'a Sports, query: &Query, now: i64) -> Option<&'a League> {
    let league = sports.world(query.sport).league(query.get("league")?)?;
    let season = league.season_of(running(league, now));
    query.get("season").is_none_or(|asked| asked == season).then_some(league)
}

/// The matches a question is about.
fn games(sports: &Sports, query: &Query, zone: Zone, now: i64) -> Vec<Found> {
    let sport = query.sport;
    let world = sports.world(sport);
    if let Some(id) = query.number("id") {
        return sports.find(sport, id, now).into_iter().collect();
    }
    let league = query.get("league").map(|id| world.league(id));
    let team = query.number("team").map(|id| world.team_place(id));
    let pair: Option<Vec<Option<usize>>> = query
        .get("h2h")
        .map(|pair| pair.split('-').map(|id| world.team_place(id.parse().ok()?)).collect());
    let date = query.get("date").and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    let mut found = if query.get("live").is_some() {
        sports.live(sport, now)
    } else if let Some(date) = date {
        let (from, to) = zone.day(date);
        sports.between(sport, from * 1_000, to * 1_000, now)
    } else if pair.is_some() {
        sports.between(sport, now - 40 * DAY, now + 8 * DAY, now)
    } else {
        // The competition that runs, of the league or of all the leagues of the team.
        let days = |league: &League| {
            let turn = league.turn(league.day_of(now));
            (turn.first, turn.last)
        };
        let leagues = world.leagues.iter().filter(|it| {
            league.is_none_or(|league| league.is_some_and(|league| league.index == it.index))
                && team.is_none_or(|team| team.is_some_and(|team| it.teams.contains(&team)))
        });
        let (first, last) = leagues
            .map(days)
            .fold((i64::MAX, i64::MIN), |(first, last), it| (first.min(it.0), last.max(it.1)));
        (first..=last).flat_map(|day| sports.on_day(sport, day, now)).collect()
    };
    found.retain(|found| {
        let game = found.game();
        let its = &world.leagues[game.league];
        league.is_none_or(|league| league.is_some_and(|league| league.index == its.index))
            && team.is_none_or(|team| team.is_some_and(|team| game.sides.contains(&team)))
            && pair
                .as_ref()
                .is_none_or(|pair| game.sides.iter().all(|it| pair.contains(&Some(*it))))
            && query.get("season").is_none_or(|season| season == its.season_of(game.first))
    });
    found
}

fn seasons(sports: &Sports, sport: Sport, now: i64) -> Vec<Value> {
    let mut seasons: Vec<Value> = Vec::new();
    for league in &sports.world(sport).leagues {
        let first = running(league, now);
        for season in [season(league, first - 365), season(league, first)] {
            if !seasons.contains(&season) {
                seasons.push(season);
            }
        }
    }
    seasons
}

fn leagues(sports: &Sports, query: &Query, now: i64) -> Vec<Value> {
    let sport = query.sport;
    if sport == Sport::Nba {
        return ["africa", "orlando", "sacramento", "standard", "utah", "vegas"]
            .map(|word| json!(word))
            .to_vec();
    }
    let wanted = |league: &&League| {
        query.get("id").is_none_or(|id| id == league.id.to_string())
            && query.get("name").is_none_or(|name| name.eq_ignore_ascii_case(league.name))
            && query.get("country").is_none_or(|it| it.eq_ignore_ascii_case(league.country.name))
            && query
                .get("search")
                .is_none_or(|word| league.name.to_lowercase().contains(&word.to_lowercase()))
            && query.get("season").is_none_or(|it| it == league.season_of(running(league, now)))
    };
    let leagues = sports.world(sport).leagues.iter().filter(wanted);
    leagues.flat_map(|league| league_rows(sport, league, now)).collect()
}

/// A league with its seasons; a row for each season in Australian football.
fn league_rows(sport: Sport, league: &League, now: i64) -> Vec<Value> {
    let turn = league.turn(league.day_of(now));
    let date = |day: i64| {
        let date = DateTime::from_timestamp(day * 86_400, 0).unwrap_or_default();
        date.date_naive().to_string()
    };
    // The last one and the one that runs.
    let seasons = [365, 0].map(|ago| {
        (season(league, turn.first - ago), date(turn.first - ago), date(turn.last - ago), ago == 0)
    });
    let id = league.id;
    match sport {
        Sport::Afl => seasons
            .into_iter()
            .map(|(season, start, end, current)| {
                json!({
                    "id": id,
                    "name": league.name,
                    "logo": image(sport, "leagues", id),
                    "season": season,
                    "start": start,
                    "end": end,
                    "current": current,
                })
            })
            .collect(),
        Sport::AmericanFootball => {
            let country = country_of(league);
            let seasons = seasons.map(|(season, start, end, current)| {
                json!({
                    "year": season,
                    "start": start,
                    "end": end,
                    "current": current,
                    "coverage": {
                        "games": {"events": true, "statisitcs": {"teams": true, "players": false}},
                        "statistics": {"season": {"players": false}},
                        "players": false,
                        "injuries": false,
                        "standings": true,
                    },
                })
            });
            vec![json!({
                "league": {"id": id, "name": league.name, "logo": image(sport, "leagues", id)},
                "country": {
                    "name": country["name"],
                    "code": country["code"],
                    "flag": country["flag"],
                },
                "seasons": seasons,
            })]
        }
        _ => {
            let seasons = seasons.map(|(season, start, end, current)| {
                let mut row = json!({"season": season, "start": start, "end": end});
                if sport == Sport::Basketball {
                    row["coverage"] = json!({
                        "games": {"statistics": {"teams": true, "players": false}},
                        "standings": !league.cup,
                        "players": false,
                        "odds": false,
                    });
                } else {
                    row["current"] = json!(current);
                }
                row
            });
            let mut row = league_of(sport, league);
            row["country"] = country_of(league);
            row["seasons"] = json!(seasons);
            vec![row]
        }
    }
}

fn teams(sports: &Sports, query: &Query, now: i64) -> Vec<Value> {
    let sport = query.sport;
    let world = sports.world(sport);
    let league = query.get("league").map(|_| league_in_season(sports, query, now));
    let wanted = world.teams.iter().enumerate().filter(|(place, team)| {
        league.is_none_or(|league| league.is_some_and(|league| league.teams.contains(place)))
            && query.number("id").is_none_or(|id| id == u64::from(team.id))
            && query.get("name").is_none_or(|name| name.eq_ignore_ascii_case(&team.name))
            && query
                .get("search")
                .is_none_or(|word| team.name.to_lowercase().contains(&word.to_lowercase()))
    });
    let row = |(_, team): (usize, &super::league::Team)| {
        let mut row = match sport {
            Sport::Nba => nba::team_of(team),
            sport => team_of(sport, team.id, &team.name),
        };
        row["city"] = json!(team.town);
        row
    };
    wanted.map(row).collect()
}
