//! The answer to a question: rows in an envelope.

use super::dice::Dice;
use super::engine::{Found, Inner};
use super::envelope::envelope;
use super::fate::DAY;
use super::query::Query;
use super::view::{View, kickoff_at};
use super::wire::{self, Embed, Ranking, Rows, put};
use super::world::{Kind, League};
use super::zone::{self, Zone};
use super::{calendar, sport};
use chrono::NaiveDate;
use entity::model::Sport;

/// What stands under `response`, and the number beside it.
enum Response {
    Rows(Rows),
    /// An object, which the vendor counts as none.
    Object(String),
}

/// How an answer is put together.
pub(super) struct Order {
    /// Shuffles the rows by this number.
    pub shuffled_by: Option<u64>,
}

/// The whole body for `query` as at `now`.
pub(super) fn answer(inner: &Inner, query: &Query, now: i64, order: &Order) -> String {
    let complaints = query.complaints();
    if !complaints.is_empty() {
        return envelope(query, &complaints, 0, "[]");
    }
    match respond(inner, query, now) {
        Response::Rows(rows) => {
            let shuffled = order.shuffled_by.map(|number| {
                let mut places: Vec<usize> = (0..rows.len()).collect();
                Dice::of(inner.config.seed, &[91, number]).shuffle(&mut places);
                places
            });
            envelope(query, &[], rows.len(), &rows.array(shuffled.as_deref()))
        }
        Response::Object(object) => envelope(query, &[], 0, &object),
    }
}

fn respond(inner: &Inner, query: &Query, now: i64) -> Response {
    match query.endpoint.as_str() {
        "status" => return Response::Object(status(inner, query.sport, now)),
        "timezone" => return Response::Rows(timezones()),
        _ => {}
    }
    if query.sport != Sport::Football {
        let mut rows = Rows::default();
        for row in sport::respond(&inner.sports, query, now) {
            rows.add(|out| put(out, format_args!("{row}")));
        }
        return Response::Rows(rows);
    }
    Response::Rows(match query.endpoint.as_str() {
        "leagues" => leagues(inner, query, now),
        "teams" => teams(inner, query, now),
        "fixtures" => fixtures(inner, query, now),
        "fixtures/rounds" => rounds(inner, query, now),
        "fixtures/headtohead" => head_to_head(inner, query, now),
        "fixtures/events" => of_fixture(inner, query, now, wire::events),
        "fixtures/statistics" => of_fixture(inner, query, now, wire::statistics),
        "fixtures/lineups" => {
            of_fixture(inner, query, now, |inner, found, _| wire::lineups(inner, found, now))
        }
        "fixtures/players" => of_fixture(inner, query, now, |inner, found, view| {
            wire::players(inner, found, view, now)
        }),
        "standings" => standings(inner, query, now),
        "players/topscorers" => ranking(inner, query, Ranking::Scorers, now),
        "players/topassists" => ranking(inner, query, Ranking::Assists, now),
        "players/topyellowcards" => ranking(inner, query, Ranking::Yellow, now),
        "players/topredcards" => ranking(inner, query, Ranking::Red, now),
        // Nobody here is ever injured.
        _ => Rows::default(),
    })
}

fn status(inner: &Inner, sport: Sport, now: i64) -> String {
    let (used, limit) = inner.quota(sport, |quota| quota.day(now));
    let end = zone::UTC.write(now / 1_000 + 300 * 86_400);
    format!(
        r#"{{"account":{{"firstname":"Demo","lastname":"Account","email":"demo@example.com"}},"subscription":{{"plan":"Mega","end":"{end}","active":true}},"requests":{{"current":{used},"limit_day":{limit}}}}}"#
    )
}

fn timezones() -> Rows {
    let mut rows = Rows::default();
    for zone in zone::ZONES {
        rows.add(|out| put(out, format_args!(r#""{}""#, zone.name())));
    }
    rows
}

/// The league a question names, if it asks for the season running at `now`.
fn league_of<'a>(inner: &'a Inner, query: &Query, now: i64) -> Option<(&'a League, i32)> {
    let league = inner.world.league(u32::try_from(query.number("league")?).ok()?)?;
    let season = season_of(league, now);
    query
        .number("season")
        .is_none_or(|asked| i64::try_from(asked) == Ok(i64::from(season)))
        .then_some((league, season))
}

/// The season of `league` running at `now`.
fn season_of(league: &League, now: i64) -> i32 {
    calendar::year_of(calendar::phase_on(league, now.div_euclid(DAY)).1)
}

fn leagues(inner: &Inner, query: &Query, now: i64) -> Rows {
    let matches_text = |name: &str, value: &str| {
        query.get(name).is_none_or(|asked| asked.eq_ignore_ascii_case(value))
    };
    let team = query
        .number("team")
        .map(|id| u32::try_from(id).ok().and_then(|id| inner.world.team_place(id)));
    let mut rows = Rows::default();
    for league in &inner.world.leagues {
        let kind = match league.kind {
            Kind::League => "league",
            Kind::Cup => "cup",
        };
        let wanted = query.number("id").is_none_or(|id| id == u64::from(league.id))
            && matches_text("name", &league.name)
            && matches_text("country", league.country.name)
            && matches_text("code", league.country.code.unwrap_or_default())
            && matches_text("type", kind)
            && query
                .number("season")
                .is_none_or(|year| i64::try_from(year) == Ok(i64::from(season_of(league, now))))
            && query.get("current").is_none_or(|current| current == "true")
            && query
                .get("search")
                .is_none_or(|word| league.name.to_lowercase().contains(&word.to_lowercase()))
            && team.is_none_or(|team| team.is_some_and(|team| league.teams.contains(&team)));
        if wanted {
            rows.add(|out| wire::league(league, now.div_euclid(DAY), out));
        }
    }
    rows
}

fn teams(inner: &Inner, query: &Query, now: i64) -> Rows {
    let world = &inner.world;
    let places: Vec<usize> = if query.get("league").is_some() {
        league_of(inner, query, now).map(|(league, _)| league.teams.clone()).unwrap_or_default()
    } else {
        (0..world.teams.len()).collect()
    };
    let text = |name: &str, value: &str| {
        query.get(name).is_none_or(|asked| asked.eq_ignore_ascii_case(value))
    };
    let mut rows = Rows::default();
    for team in places.into_iter().map(|place| &world.teams[place]) {
        let wanted = query.number("id").is_none_or(|id| id == u64::from(team.id))
            && query.number("venue").is_none_or(|id| id == u64::from(team.ground_id()))
            && text("name", &team.name)
            && text("country", team.country.name)
            && text("code", &team.code)
            && query
                .get("search")
                .is_none_or(|word| team.name.to_lowercase().contains(&word.to_lowercase()));
        if wanted {
            rows.add(|out| wire::team(team, out));
        }
    }
    rows
}

/// The zone a question asks for.
fn zone_of(query: &Query) -> Zone {
    query.get("timezone").and_then(Zone::named).unwrap_or(zone::UTC)
}

fn fixtures(inner: &Inner, query: &Query, now: i64) -> Rows {
    let zone = zone_of(query);
    let mut rows = Rows::default();
    if let Some(live) = query.get("live") {
        let leagues: Vec<u32> = live.split('-').filter_map(|id| id.parse().ok()).collect();
        for (found, view) in inner.live(now) {
            let id = inner.world.leagues[found.fixture().league].id;
            let wanted = (live == "all" || leagues.contains(&id))
                && query.number("league").is_none_or(|league| league == u64::from(id));
            if wanted {
                rows.add(|out| wire::row(inner, &found, &view, zone, Embed::Events, now, out));
            }
        }
        return rows;
    }
    if let Some(ids) = query.get("ids").or_else(|| query.get("id")) {
        for found in ids.split('-').filter_map(|id| inner.find(id.parse().ok()?, now)) {
            let view = inner.view(&found, now);
            rows.add(|out| wire::row(inner, &found, &view, zone, Embed::All, now, out));
        }
        return rows;
    }
    for found in listed(inner, query, zone, now) {
        let view = inner.view(&found, now);
        if is_wanted(inner, query, &found, &view) {
            rows.add(|out| wire::row(inner, &found, &view, zone, Embed::Nothing, now, out));
        }
    }
    rows
}

/// The matches a list is about, before its filters.
fn listed(inner: &Inner, query: &Query, zone: Zone, now: i64) -> Vec<Found> {
    let date = |name: &str| NaiveDate::parse_from_str(query.get(name)?, "%Y-%m-%d").ok();
    let asked = if let Some(date) = date("date") {
        Some(zone.day(date))
    } else if let (Some(from), Some(to)) = (date("from"), date("to")) {
        Some((zone.day(from).0, zone.day(to).1))
    } else {
        None
    };
    if let Some((from, to)) = asked {
        // No more than one phase of a league lies between any two days shown.
        return inner.between(from * 1_000, to.min(from + 62 * 86_400) * 1_000, now);
    }
    let leagues: Vec<&League> = match (query.get("league"), query.number("team")) {
        (Some(_), _) => {
            league_of(inner, query, now).map(|(league, _)| league).into_iter().collect()
        }
        (None, Some(team)) => {
            let team = u32::try_from(team).ok().and_then(|id| inner.world.team_place(id));
            team.map(|team| inner.world.leagues_of(team).collect()).unwrap_or_default()
        }
        (None, None) => inner.world.leagues.iter().collect(),
    };
    let counted = |name: &str| {
        query.number(name).and_then(|count| usize::try_from(count).ok()).map(|count| count.min(99))
    };
    if let Some(count) = counted("next") {
        let mut coming = in_leagues(inner.between(now + 1, now + 8 * DAY, now), &leagues);
        coming.retain(|found| is_of_team(inner, query, found));
        coming.truncate(count);
        return coming;
    }
    if let Some(count) = counted("last") {
        let mut past = in_leagues(inner.between(now - 8 * DAY, now, now), &leagues);
        past.retain(|found| is_of_team(inner, query, found));
        past.reverse();
        past.truncate(count);
        return past;
    }
    let mut season = Vec::new();
    for league in leagues {
        let (phase, first, last) = calendar::phase_on(league, now.div_euclid(DAY));
        let days = (first..=last).flat_map(|day| inner.on_day(day, now));
        season.extend(days.filter(|found| {
            found.fixture().league == league.index && found.fixture().phase == phase
        }));
    }
    season.sort_by_key(|found| kickoff_at(found.fixture(), now));
    season
}

fn in_leagues(mut found: Vec<Found>, leagues: &[&League]) -> Vec<Found> {
    found.retain(|found| leagues.iter().any(|league| league.index == found.fixture().league));
    found
}

fn is_of_team(inner: &Inner, query: &Query, found: &Found) -> bool {
    query.number("team").is_none_or(|team| {
        let fixture = found.fixture();
        [fixture.home, fixture.away]
            .iter()
            .any(|place| u64::from(inner.world.teams[*place].id) == team)
    })
}

fn is_wanted(inner: &Inner, query: &Query, found: &Found, view: &View) -> bool {
    let fixture = found.fixture();
    let league = &inner.world.leagues[fixture.league];
    query.number("league").is_none_or(|id| id == u64::from(league.id))
        && query
            .number("season")
            .is_none_or(|year| i64::try_from(year) == Ok(i64::from(fixture.season)))
        && is_of_team(inner, query, found)
        && query
            .get("status")
            .is_none_or(|codes| codes.split('-').any(|code| code == view.code.texts().0))
        && query.get("round").is_none_or(|round| round == calendar::round_name(league, fixture))
        && query
            .number("venue")
            .is_none_or(|id| id == u64::from(inner.world.teams[fixture.home].ground_id()))
}

fn rounds(inner: &Inner, query: &Query, now: i64) -> Rows {
    let mut rows = Rows::default();
    let Some((league, _)) = league_of(inner, query, now) else { return rows };
    let today = now.div_euclid(DAY);
    let (phase, first, last) = calendar::phase_on(league, today);
    let days = if query.get("current") == Some("true") { today - 1..=today } else { first..=last };
    let mut names: Vec<String> = Vec::new();
    for found in days.flat_map(|day| inner.on_day(day, now)) {
        let fixture = found.fixture();
        if fixture.league == league.index && fixture.phase == phase {
            let name = calendar::round_name(league, fixture);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for name in names {
        rows.add(|out| put(out, format_args!(r#""{name}""#)));
    }
    rows
}

fn head_to_head(inner: &Inner, query: &Query, now: i64) -> Rows {
    let mut rows = Rows::default();
    let teams: Vec<usize> = query
        .get("h2h")
        .into_iter()
        .flat_map(|pair| pair.split('-'))
        .filter_map(|id| inner.world.team_place(id.parse().ok()?))
        .collect();
    let [one, two] = teams[..] else { return rows };
    for found in inner.between(now - 40 * DAY, now + 8 * DAY, now) {
        let fixture = found.fixture();
        if [fixture.home, fixture.away] == [one, two] || [fixture.home, fixture.away] == [two, one]
        {
            let view = inner.view(&found, now);
            rows.add(|out| {
                wire::row(inner, &found, &view, zone_of(query), Embed::Nothing, now, out);
            });
        }
    }
    rows
}

fn of_fixture(
    inner: &Inner,
    query: &Query,
    now: i64,
    write: impl FnOnce(&Inner, &Found, &View) -> Rows,
) -> Rows {
    let found = query.number("fixture").and_then(|id| inner.find(id, now));
    found.map_or_else(Rows::default, |found| write(inner, &found, &inner.view(&found, now)))
}

fn standings(inner: &Inner, query: &Query, now: i64) -> Rows {
    let team = query.number("team").and_then(|id| inner.world.team_place(u32::try_from(id).ok()?));
    match (query.get("league"), team) {
        (Some(_), _) => {
            let league = league_of(inner, query, now);
            league.map_or_else(Rows::default, |(league, season)| {
                wire::standings(inner, league, season, team, now)
            })
        }
        (None, Some(team)) => {
            let league = inner.world.leagues_of(team).find(|league| league.kind == Kind::League);
            league.map_or_else(Rows::default, |league| {
                wire::standings(inner, league, season_of(league, now), Some(team), now)
            })
        }
        (None, None) => Rows::default(),
    }
}

fn ranking(inner: &Inner, query: &Query, by: Ranking, now: i64) -> Rows {
    let league = league_of(inner, query, now);
    league.map_or_else(Rows::default, |(league, season)| {
        wire::ranking(inner, league, season, by, now)
    })
}
