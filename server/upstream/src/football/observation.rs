//! Rows of `fixtures` as observations.

use super::{
    Sides,
    code::Code,
    incident, lineup,
    period::{self, Played},
    statistic,
    wire::{self, Row},
};
use crate::{
    adapter::{self, AdapterError, Observations, Skipped},
    client::Answer,
    wire::Maybe,
};
use chrono::{DateTime, Utc};
use entity::model::{
    Competitor, Instant, LeagueId, MatchId, ObservedLeague, ObservedMatch, Phase, Role, Sport,
    Status, Venue,
};

/// Reads any answer of `fixtures`: by date, live, by id or ids, by league and season, head to head.
pub fn observations(answer: &Answer) -> Result<Observations, AdapterError> {
    adapter::observations(answer, observation)
}

fn observation(row: Row<'_>) -> Result<ObservedMatch, Skipped> {
    let fixture = row.fixture.or_empty();
    let Some(id) = fixture.id.to_text() else {
        return Err(Skipped { id: None, reason: "the row has no fixture id".to_owned() });
    };
    let skip = |reason: &str| Skipped { id: Some(id.clone()), reason: reason.to_owned() };

    let starts_at = starts_at(&fixture).ok_or_else(|| skip("the row has no time of kick-off"))?;
    let league = league(row.league.or_empty()).ok_or_else(|| skip("the row has no league id"))?;
    let teams = row.teams.or_empty();
    let goals = row.goals.or_empty();
    let score = row.score.or_empty();
    let state = fixture.status.or_empty();
    let short = state.short.to_text().ok_or_else(|| skip("the row has no status code"))?;

    let elapsed = state.elapsed.count();
    let extra = state.extra.count();
    let has_score = goals.home.score().is_some() && goals.away.score().is_some();
    let code = Code::read(&short, has_score, elapsed.is_some());
    let counted = can_have_score(code.phase());
    let home = competitor(Role::Home, teams.home, goals.home.score().filter(|_| counted));
    let away = competitor(Role::Away, teams.away, goals.away.score().filter(|_| counted));
    let (Some(home), Some(away)) = (home, away) else {
        return Err(skip("the row has no id for one of its teams"));
    };
    if home.id == away.id {
        return Err(skip("the row has one team on both sides"));
    }

    let periods = fixture.periods.get().copied().unwrap_or_default();
    let second_half_began = periods.second.get().is_some();
    let played = Played { code, elapsed, second_half_began };
    let competitors = vec![home, away];
    let sides = Sides::new(&competitors[0].id, &competitors[1].id);
    let lineups = row.lineups.into_option().and_then(|lineups| lineup::of_wire(lineups, &sides));
    let statistics =
        row.statistics.into_option().and_then(|statistics| statistic::of_wire(statistics, &sides));
    let both = competitors[0].score.zip(competitors[1].score);
    let sides = sides
        .with_score(both.map(|(home, away)| [home, away]))
        .with_lineups(lineups.as_deref().unwrap_or_default());
    let incidents = row.events.into_option().map(|events| incident::of_wire(events, &sides));

    let short = code.short().map_or(short, str::to_owned);
    Ok(ObservedMatch {
        id: MatchId(id),
        sport: Sport::Football,
        league,
        starts_at,
        status: status(code, short, &state, elapsed, extra),
        periods: period::periods(&played, &score),
        competitors,
        venue: fixture.venue.into_option().and_then(venue),
        referee: fixture.referee.into_text(),
        incidents,
        statistics,
        lineups,
    })
}

/// Whether a score means anything in that phase.
///
/// The upstream leaves 0-0 on matches that went back to not started, and scores on matches that
/// were called off.
const fn can_have_score(phase: Phase) -> bool {
    match phase {
        Phase::Live
        | Phase::Break
        | Phase::Suspended
        | Phase::Finished
        | Phase::Abandoned
        | Phase::Awarded => true,
        Phase::Scheduled | Phase::Postponed | Phase::Cancelled | Phase::Unknown => false,
    }
}

/// `elapsed` and `extra` are passed on as they stand: the upstream keeps both after the whistle,
/// `45` and `6` at half-time, `90` and `8` at the end. Only the clock stops.
fn status(
    code: Code,
    short: String,
    state: &wire::Status<'_>,
    elapsed: Option<u32>,
    extra: Option<u32>,
) -> Status {
    let label = code.label().or_else(|| state.long.get()).unwrap_or("Unknown").to_owned();
    let clock = elapsed.filter(|_| code.runs()).map(|minute| match extra {
        Some(extra) if extra > 0 => format!("{minute}+{extra}'"),
        Some(_) | None => format!("{minute}'"),
    });
    Status { phase: code.phase(), code: short, label, clock, elapsed, extra }
}

/// `timestamp` never depends on the time zone asked for; `date` carries it as an offset.
fn starts_at(fixture: &wire::Fixture<'_>) -> Option<Instant> {
    fixture.timestamp.get().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).or_else(|| {
        let date = DateTime::parse_from_rfc3339(fixture.date.get()?).ok()?;
        Some(date.with_timezone(&Utc))
    })
}

fn league(league: wire::League<'_>) -> Option<ObservedLeague> {
    let id = league.id.into_text()?;
    Some(ObservedLeague {
        name: league.name.into_text().unwrap_or_else(|| id.clone()),
        id: LeagueId(id),
        country: league.country.into_text(),
        season: league.season.into_text(),
        round: league.round.into_text(),
        logo: league.logo.into_address(),
        flag: league.flag.into_address(),
    })
}

fn competitor(role: Role, team: Maybe<wire::Team<'_>>, score: Option<i64>) -> Option<Competitor> {
    let team = team.into_option()?;
    let id = team.id.into_text()?;
    Some(Competitor {
        role,
        name: team.name.into_text().unwrap_or_else(|| id.clone()),
        id,
        logo: team.logo.into_address(),
        score,
        winner: team.winner.get().filter(|_| score.is_some()),
    })
}

fn venue(venue: wire::Venue<'_>) -> Option<Venue> {
    let (name, city) = (venue.name.into_text(), venue.city.into_text());
    (name.is_some() || city.is_some()).then_some(Venue { name, city })
}
