//! The wire of Formula 1.

use super::grid::{self, Driver, TEAMS};
use super::race::Race;
use super::season;
use super::weekend::{self, Kind, PLACES, Session, Weekend};
use crate::simulator::fate::{DAY, MINUTE};
use crate::simulator::query::Query;
use crate::simulator::zone::{self, Zone};
use chrono::{DateTime, Datelike};
use serde_json::{Value, json};

/// The words of a session's state.
pub(in crate::simulator::sport) const SCHEDULED: &str = "Scheduled";
pub(in crate::simulator::sport) const LIVE: &str = "Live";
const COMPLETED: &str = "Completed";
pub(in crate::simulator::sport) const CANCELLED: &str = "Cancelled";

/// The rows that answer a question; `None` for an endpoint it does not have.
pub(in crate::simulator::sport) fn answer(
    seed: u64,
    query: &Query,
    now: i64,
) -> Option<Vec<Value>> {
    let zone = query.get("timezone").and_then(Zone::named).unwrap_or(zone::UTC);
    let race = || query.number("race").and_then(|id| weekend::find(seed, id));
    Some(match query.endpoint.as_str() {
        "seasons" => (2012..=year(now)).map(|year| json!(year)).collect(),
        "competitions" => competitions(query),
        "circuits" => (0..PLACES.len()).map(circuit).collect(),
        "teams" => (0..TEAMS.len()).map(team).collect(),
        "drivers" => drivers(seed, query),
        "races" => races(seed, query, zone, now)
            .iter()
            .map(|session| row(seed, session, zone, now))
            .collect(),
        "rankings/races" => race().map(|race| classification(seed, &race, now)).unwrap_or_default(),
        "rankings/startinggrid" => race().map(|race| starts(seed, &race, now)).unwrap_or_default(),
        "rankings/fastestlaps" | "pitstops" => Vec::new(),
        "rankings/drivers" => championship(seed, query, true, now),
        "rankings/teams" => championship(seed, query, false, now),
        _ => return None,
    })
}

fn year(now: i64) -> i32 {
    DateTime::from_timestamp_millis(now).map_or(1970, |instant| instant.year())
}

/// The sessions a question is about.
fn races(seed: u64, query: &Query, zone: Zone, now: i64) -> Vec<Session> {
    let count = |name: &str| query.number(name).and_then(|count| usize::try_from(count).ok());
    let mut sessions = if let Some(id) = query.number("id") {
        weekend::find(seed, id).into_iter().collect()
    } else if let Some(date) = query.get("date").and_then(|date| date.parse().ok()) {
        let (from, to) = zone.day(date);
        weekend::between(seed, from * 1_000, to * 1_000)
    } else if let Some(count) = count("next") {
        let mut coming = weekend::between(seed, now, now + 120 * DAY);
        coming.sort_by_key(|session| session.starts_at);
        coming.truncate(count);
        coming
    } else if let Some(count) = count("last") {
        let mut past = weekend::between(seed, now - 120 * DAY, now);
        past.sort_by_key(|session| std::cmp::Reverse(session.starts_at));
        past.truncate(count);
        past
    } else {
        let season = query.get("season").and_then(|season| season.parse().ok());
        let weekends = Weekend::of_year(seed, season.unwrap_or_else(|| year(now)));
        weekends.iter().flat_map(Weekend::sessions).collect()
    };
    sessions.retain(|session| {
        query.number("competition").is_none_or(|id| id == competition_id(session.weekend.round))
            && query.get("type").is_none_or(|kind| kind.eq_ignore_ascii_case(&session.kind.name()))
    });
    sessions
}

const fn competition_id(round: usize) -> u64 {
    round as u64 + 1
}

/// The word of a session's state at `now`.
pub(in crate::simulator::sport) fn state(seed: u64, session: &Session, now: i64) -> &'static str {
    if session.weekend.called_off_at().is_some_and(|told| now >= told) {
        return CANCELLED;
    }
    if now < session.starts_at {
        return SCHEDULED;
    }
    let ends_at = session.kind.minutes().map_or_else(
        || Race::of(seed, session).ends_at(),
        |minutes| session.starts_at + minutes * MINUTE,
    );
    if now < ends_at { LIVE } else { COMPLETED }
}

/// The sessions that start between two instants.
pub(in crate::simulator::sport) fn sessions_between(seed: u64, from: i64, to: i64) -> Vec<Session> {
    weekend::between(seed, from, to)
}

/// Numbers and names of the drivers of a session, in its order; none before it begins.
pub(in crate::simulator::sport) fn order(
    seed: u64,
    session: &Session,
    now: i64,
) -> Vec<(u64, String)> {
    let named = |row: &Value| {
        let name = row["driver"]["name"].as_str().unwrap_or_default().to_owned();
        (row["driver"]["id"].as_u64().unwrap_or_default(), name)
    };
    classification(seed, session, now).iter().map(named).collect()
}

fn competition(round: usize) -> Value {
    let place = &PLACES[round];
    json!({
        "id": competition_id(round),
        "name": format!("{} Grand Prix", place.country),
        "location": {"country": place.country, "city": place.city},
    })
}

fn competitions(query: &Query) -> Vec<Value> {
    let wanted = |round: &usize| {
        query.get("country").is_none_or(|name| name.eq_ignore_ascii_case(PLACES[*round].country))
            && query.number("id").is_none_or(|id| id == competition_id(*round))
    };
    (0..PLACES.len()).filter(wanted).map(competition).collect()
}

fn circuit(round: usize) -> Value {
    let id = round + 1;
    json!({
        "id": id,
        "name": format!("{} Circuit", PLACES[round].city),
        "image": format!("https://media.api-sports.io/formula-1/circuits/{id}.png"),
        "competition": competition(round),
        "laps": PLACES[round].laps,
        "length": format!("{:.3} Kms", f64::from(PLACES[round].metres) / 1_000.0),
    })
}

fn row(seed: u64, session: &Session, zone: Zone, now: i64) -> Value {
    let weekend = &session.weekend;
    let place = weekend.place();
    let state = state(seed, session, now);
    let race = session.kind.minutes().is_none().then(|| Race::of(seed, session));
    let laps = race.as_ref().map(|race| race.laps);
    let current = race.as_ref().filter(|_| state == LIVE).map(|race| race.lap(now));
    let distance = laps.map(|laps| format!("{:.1} Kms", f64::from(laps * place.metres) / 1_000.0));
    let circuit = circuit(weekend.round);
    json!({
        "id": session.id,
        "competition": competition(weekend.round),
        "circuit": {"id": circuit["id"], "name": circuit["name"], "image": circuit["image"]},
        "season": weekend.year,
        "type": session.kind.name(),
        "laps": {"current": current, "total": laps},
        "fastest_lap": {"driver": {"id": null}, "time": null},
        "distance": distance,
        "timezone": "utc",
        "date": zone.write(session.starts_at / 1_000),
        "weather": null,
        "status": state,
    })
}

fn driver_of(driver: &Driver) -> Value {
    json!({
        "id": driver.id,
        "name": driver.name,
        "abbr": driver.abbr,
        "number": driver.number,
        "image": format!("https://media.api-sports.io/formula-1/drivers/{}.png", driver.id),
    })
}

fn team(place: usize) -> Value {
    let id = place + 1;
    let logo = format!("https://media.api-sports.io/formula-1/teams/{id}.png");
    json!({"id": id, "name": TEAMS[place], "logo": logo})
}

fn drivers(seed: u64, query: &Query) -> Vec<Value> {
    let all = (0..grid::DRIVERS).map(|place| grid::driver(seed, place));
    let wanted = all.filter(|driver| {
        query.number("id").is_none_or(|id| id == u64::from(driver.id))
            && query
                .get("search")
                .is_none_or(|word| driver.name.to_lowercase().contains(&word.to_lowercase()))
    });
    wanted.map(|driver| driver_of(&driver)).collect()
}

/// `1:31:05.323`, `1:22.384` or `6.031`.
fn clock(milliseconds: i64) -> String {
    let (seconds, rest) = (milliseconds / 1_000, milliseconds % 1_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}.{rest:03}"),
        (0, _) => format!("{minutes}:{seconds:02}.{rest:03}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{rest:03}"),
    }
}

/// The order of a session; empty before it begins.
fn classification(seed: u64, session: &Session, now: i64) -> Vec<Value> {
    if matches!(state(seed, session, now), SCHEDULED | CANCELLED) {
        return Vec::new();
    }
    let row = |position: usize, place: usize| {
        let driver = grid::driver(seed, place);
        json!({
            "race": {"id": session.id},
            "driver": driver_of(&driver),
            "team": team(driver.team),
            "position": position,
            "time": null,
            "laps": null,
            "grid": null,
            "pits": null,
            "gap": null,
        })
    };
    if session.kind.minutes().is_some() {
        let order = grid::timed(seed, session, now).into_iter().zip(1..);
        return order
            .map(|(best, position)| {
                let mut row = row(position, best.driver);
                row["time"] = json!(best.time.map(clock));
                row["laps"] = json!(best.laps);
                row
            })
            .collect();
    }
    let race = Race::of(seed, session);
    let order = race.order(now);
    let first = order.first().copied();
    order
        .into_iter()
        .zip(1..)
        .map(|(standing, position)| {
            let mut row = row(position, standing.driver);
            let behind = first.map_or(0, |first| first.laps.saturating_sub(standing.laps));
            row["time"] = json!(match (standing.out, behind) {
                (true, _) => Some("DNF".to_owned()),
                (false, 0) if position == 1 => (standing.laps > 0).then(|| clock(standing.time)),
                (false, 0) => Some(format!("+{}", clock(standing.gap))),
                // While they drive, whoever has yet to end the lap of the first is no lap down.
                (false, 1) if race.ends_at() > now => Some(format!("+{}", clock(standing.gap))),
                (false, 1) => Some("+1 lap".to_owned()),
                (false, laps) => Some(format!("+{laps} laps")),
            });
            let start = race.grid.iter().position(|driver| *driver == standing.driver);
            let stops = race.stops[standing.driver].iter().filter(|lap| **lap <= standing.laps);
            row["laps"] = json!(standing.laps);
            row["grid"] = json!(start.map(|place| (place + 1).to_string()));
            row["pits"] = json!(stops.count());
            row
        })
        .collect()
}

/// The grid of a race or sprint, once its qualifying is over.
fn starts(seed: u64, session: &Session, now: i64) -> Vec<Value> {
    let raced = matches!(session.kind, Kind::Race | Kind::Sprint);
    let known = now >= grid::known_at(&session.weekend, session.kind);
    if !raced || !known || state(seed, session, now) == CANCELLED {
        return Vec::new();
    }
    let grid = grid::grid(seed, &session.weekend, session.kind).into_iter().zip(1..);
    grid.map(|((place, time), position)| {
        let driver = grid::driver(seed, place);
        json!({
            "race": {"id": session.id},
            "driver": driver_of(&driver),
            "team": team(driver.team),
            "position": position,
            "time": time.map(clock),
        })
    })
    .collect()
}

fn championship(seed: u64, query: &Query, of_drivers: bool, now: i64) -> Vec<Value> {
    let season: i32 = query.get("season").and_then(|year| year.parse().ok()).unwrap_or_default();
    if season > year(now) || season < year(now) - 1 {
        return Vec::new();
    }
    let drivers = season::drivers(seed, season, now);
    if !of_drivers {
        let totals = season::teams(&drivers).into_iter().zip(1..);
        return totals
            .map(|(total, position)| {
                json!({
                    "position": position,
                    "team": team(total.place),
                    "points": total.points,
                    "season": season,
                })
            })
            .collect();
    }
    let most = drivers.first().map_or(0, |first| first.points);
    let totals = drivers.into_iter().zip(1..);
    totals
        .map(|(total, position)| {
            let driver = grid::driver(seed, total.place);
            json!({
                "position": position,
                "driver": driver_of(&driver),
                "team": team(driver.team),
                "points": total.points,
                "wins": total.wins,
                "behind": (position > 1).then(|| most - total.points),
                "season": season,
            })
        })
        .collect()
}
