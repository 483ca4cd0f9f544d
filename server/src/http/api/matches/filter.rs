//! The filters of a list of matches, out of the query string.

use crate::{
    app::AppState,
    http::{Problem, api::leagues, cursor, query::Params},
    store::{Include, matches::Selection},
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use entity::model::{Instant, MatchId, Phase};
use utoipa::IntoParams;

/// Most matches one request may name.
const MOST_IDS: usize = 100;

/// What a list is asked for.
pub struct Asked {
    /// Which matches.
    pub selection: Selection,
    /// How many of them at most.
    pub limit: usize,
    /// What their rows have beside what every row has.
    pub include: Include,
}

/// The filters that all lists of matches have, as they are described; [`read`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct Described {
    /// Phases with commas between; `live` is everything in play
    #[param(example = "scheduled,live,finished")]
    status: Option<String>,
    /// A day such as 2026-11-21, `today`, `yesterday` or `tomorrow`; a UTC day unless `timezone` names a zone
    #[param(example = "today")]
    date: Option<String>,
    /// The zone of `date`, `from` and `to`
    #[param(example = "Europe/Istanbul")]
    timezone: Option<String>,
    /// Matches that begin at or after this day or instant
    from: Option<String>,
    /// Matches that begin before this instant, or before the end of this day
    to: Option<String>,
    /// Matches changed at or after this instant
    updated_since: Option<String>,
    /// Up to 100 match numbers with commas between
    ids: Option<String>,
    /// What rows have beside the rest, with commas between: `lineups`, `statistics`; neither unless asked for
    #[param(example = "lineups,statistics")]
    include: Option<String>,
    /// Most rows of a page; 50 unless said otherwise
    #[param(minimum = 1, maximum = 500, example = 5)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before
    cursor: Option<String>,
}

/// Read the filters; every one that cannot be used is told by name.
pub fn read(app: &AppState, query: &mut Params) -> Result<Asked, Problem> {
    let limit = query.number("limit", 50, (1, 500));
    let sport = query.read("sport", |text| {
        text.parse().map_err(|unknown: entity::model::UnknownSport| unknown.to_string())
    });
    let zone = query.read("timezone", |text| {
        text.parse::<Tz>().map_err(|_| "timezone is a name such as Europe/Istanbul".to_owned())
    });
    let zone = zone.unwrap_or(Tz::UTC);
    let include = query.read("include", include).unwrap_or_default();
    let mut selection = Selection {
        sport,
        phases: query.read("status", phases).unwrap_or_default(),
        from: query.read("from", |text| edge(text, zone, "from", 0)),
        // A day given as the end is meant to its end.
        to: query.read("to", |text| edge(text, zone, "to", 1)),
        updated_since: query.read("updated_since", instant),
        ids: query.read("ids", ids).unwrap_or_default(),
        ..Selection::default()
    };
    if let Some((from, to)) = query.read("date", |text| day(text, zone, app.clock.now())) {
        selection.from = Some(selection.from.map_or(from, |earlier| earlier.max(from)));
        selection.to = Some(selection.to.map_or(to, |later| later.min(to)));
    }
    match query.text("cursor").map(cursor::decode).transpose() {
        Ok(after) => selection.after = after,
        Err(error) => query.fault(error),
    }
    if let Some(word) = query.text("league").map(str::to_owned) {
        let sports = app.config.upstream.sports.keys().copied();
        let mut within = sports.filter(|one| sport.is_none_or(|sport| sport == *one));
        match within.find_map(|sport| leagues::find(app, sport, &word).ok()) {
            Some(league) => {
                selection.sport = Some(league.sport);
                selection.league = Some(league.id.clone());
            }
            None => {
                let word: String = word.chars().take(80).collect();
                query.fault(crate::http::problem::FieldError {
                    field: "league".to_owned(),
                    message: format!("there is no league “{word}”"),
                });
            }
        }
    }
    std::mem::take(query).check()?;
    Ok(Asked { selection, limit, include })
}

/// `scheduled,live,finished`, or any phase by name; `live` is everything in play.
fn phases(text: &str) -> Result<Vec<Phase>, String> {
    let mut phases = Vec::new();
    for word in text.split(',').map(str::trim) {
        match Phase::from_word(word) {
            Some(Phase::Live) => phases.extend([Phase::Live, Phase::Break, Phase::Suspended]),
            Some(phase) => phases.push(phase),
            None => {
                let known: Vec<&str> = Phase::ALL.iter().map(|phase| phase.as_str()).collect();
                return Err(format!("status is one or more of {}", known.join(", ")));
            }
        }
    }
    Ok(phases)
}

/// `lineups`, `statistics`, or both.
fn include(text: &str) -> Result<Include, String> {
    let mut include = Include::default();
    for word in text.split(',').map(str::trim) {
        match word {
            "lineups" => include.lineups = true,
            "statistics" => include.statistics = true,
            _ => return Err("include is one or more of lineups, statistics".to_owned()),
        }
    }
    Ok(include)
}

fn ids(text: &str) -> Result<Vec<MatchId>, String> {
    let ids: Vec<MatchId> =
        text.split([',', '-']).map(|id| MatchId(id.trim().to_owned())).collect();
    if ids.len() > MOST_IDS || ids.iter().any(|id| id.0.is_empty()) {
        return Err(format!("ids is up to {MOST_IDS} ids with commas between"));
    }
    Ok(ids)
}

fn instant(text: &str) -> Result<Instant, String> {
    // A plus sign in a query string is a space.
    DateTime::parse_from_rfc3339(&text.replace(' ', "+"))
        .ok()
        .map(|at| at.to_utc())
        .filter(|at| in_range(at.date_naive()))
        .ok_or_else(|| "write an instant such as 2025-08-08T12:00:00Z".to_owned())
}

/// Years beyond these would leave the range of reckoning with them.
fn in_range(date: NaiveDate) -> bool {
    (1800..3000).contains(&date.year())
}

/// An instant, or a date that stands for the midnight before it, or after it by `days`.
fn edge(text: &str, zone: Tz, name: &str, days: u64) -> Result<Instant, String> {
    let wrong = || {
        format!("{name} is a date such as 2025-08-08 or an instant such as 2025-08-08T12:00:00Z")
    };
    match text.parse::<NaiveDate>() {
        Ok(date) if in_range(date) => Ok(midnight(date + Days::new(days), zone)),
        Ok(_) => Err(wrong()),
        Err(_) => instant(text).map_err(|_| wrong()),
    }
}

/// The day of `text` in `zone`, `today` included, from midnight to midnight.
fn day(text: &str, zone: Tz, now: Instant) -> Result<(Instant, Instant), String> {
    let today = now.with_timezone(&zone).date_naive();
    let date = match text {
        "today" => today,
        "yesterday" => today - Days::new(1),
        "tomorrow" => today + Days::new(1),
        text => text
            .parse()
            .ok()
            .filter(|date| in_range(*date))
            .ok_or_else(|| "date is a day such as 2025-08-08".to_owned())?,
    };
    Ok((midnight(date, zone), midnight(date + Days::new(1), zone)))
}

/// The first instant of a day in a zone; where clocks skip midnight, the first after it.
fn midnight(date: NaiveDate, zone: Tz) -> Instant {
    let at = date.and_time(NaiveTime::MIN);
    zone.from_local_datetime(&at)
        .earliest()
        .or_else(|| zone.from_local_datetime(&(at + chrono::TimeDelta::hours(1))).earliest())
        .map_or_else(|| at.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_runs_from_midnight_to_midnight_in_its_zone() {
        let now = instant("2025-08-08T12:00:00Z").expect("parses");
        let (from, to) = day("2025-03-30", chrono_tz::Europe::Berlin, now).expect("parses");
        assert_eq!(from.to_rfc3339(), "2025-03-29T23:00:00+00:00");
        assert_eq!((to - from).num_hours(), 23, "clocks went forward that day");
        assert_eq!(
            day("today", Tz::UTC, now).expect("parses").0.to_rfc3339(),
            "2025-08-08T00:00:00+00:00"
        );
    }

    #[test]
    fn a_day_beyond_all_reckoning_is_refused() {
        let now = instant("2025-08-08T12:00:00Z").expect("parses");
        for text in ["+262142-12-31", "-262143-01-01", "9999-12-31", "0000-01-01"] {
            assert!(day(text, Tz::UTC, now).is_err(), "{text}");
            assert!(edge(text, Tz::UTC, "to", 1).is_err(), "{text}");
        }
        assert!(instant("9999-12-31T23:59:59Z").is_err());
    }

    #[test]
    fn live_means_everything_in_play() {
        assert_eq!(phases("live").expect("parses"), [Phase::Live, Phase::Break, Phase::Suspended]);
        assert!(phases("lively").expect_err("is refused").starts_with("status is one or more of"));
    }

    #[test]
    fn an_instant_with_an_offset_survives_the_query_string() {
        assert_eq!(instant("2025-08-08T14:00:00 02:00"), instant("2025-08-08T12:00:00Z"));
    }
}
