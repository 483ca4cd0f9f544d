//! One observation taken into the match it is about.

use super::incident::identify;
use entity::model::{
    Channel, Competitor, Freshness, Incident, Instant, League, LeagueSlug, Match, ObservedMatch,
    Seq,
};

/// The first version of a match never seen before.
pub fn first(
    observation: ObservedMatch,
    slug: LeagueSlug,
    seq: Seq,
    at: Instant,
    as_of: Instant,
) -> Match {
    let ObservedMatch {
        id,
        sport,
        league,
        starts_at,
        status,
        competitors,
        periods,
        venue,
        referee,
        incidents,
        statistics,
        lineups,
    } = observation;
    let league = League {
        id: league.id,
        slug,
        name: league.name,
        country: league.country,
        season: league.season,
        round: league.round,
        logo: league.logo,
        flag: league.flag,
    };
    let channel = Channel::Match(sport, league.slug.clone(), id.clone()).to_string();
    Match {
        freshness: Freshness::of(status.phase, 0),
        channel,
        id,
        sport,
        league,
        starts_at,
        status,
        competitors,
        periods,
        incidents: named(&[], incidents.unwrap_or_default(), 1),
        statistics,
        lineups,
        venue,
        referee,
        version: 1,
        seq,
        updated_at: at,
        as_of,
    }
}

/// The match as it would stand after `observation`; `None` where the observation says nothing new.
///
/// What the answer does not speak of stays: a day list carries no incidents, statistics or
/// line-ups. `version`, `seq` and the times are the old ones; the commit sets them.
pub fn merged(old: &Match, observation: &ObservedMatch) -> Option<Match> {
    let incidents =
        observation.incidents.as_ref().filter(|list| !same_incidents(&old.incidents, list));
    let statistics =
        observation.statistics.as_ref().filter(|new| old.statistics.as_ref() != Some(*new));
    let lineups = observation.lineups.as_ref().filter(|new| old.lineups.as_ref() != Some(*new));
    let venue = observation.venue.as_ref().or(old.venue.as_ref());
    let referee = observation.referee.as_ref().or(old.referee.as_ref());
    if incidents.is_none()
        && statistics.is_none()
        && lineups.is_none()
        && same_league(&old.league, observation)
        && old.starts_at == observation.starts_at
        && old.status == observation.status
        && old.competitors == observation.competitors
        && old.periods == observation.periods
        && old.venue.as_ref() == venue
        && old.referee.as_ref() == referee
    {
        return None;
    }
    let mut new = Match {
        starts_at: observation.starts_at,
        status: observation.status.clone(),
        competitors: competitors(&old.competitors, &observation.competitors),
        periods: observation.periods.clone(),
        venue: venue.cloned(),
        referee: referee.cloned(),
        ..old.clone()
    };
    let League { id: _, slug: _, name, country, season, round, logo, flag } = &mut new.league;
    let said = &observation.league;
    name.clone_from(&said.name);
    country.clone_from(&said.country);
    season.clone_from(&said.season);
    round.clone_from(&said.round);
    logo.clone_from(&said.logo);
    flag.clone_from(&said.flag);
    if let Some(list) = incidents {
        new.incidents = named(&old.incidents, list.clone(), old.version + 1);
    }
    if let Some(statistics) = statistics {
        new.statistics = Some(statistics.clone());
    }
    if let Some(lineups) = lineups {
        new.lineups = Some(lineups.clone());
    }
    (!same(old, &new)).then_some(new)
}

/// Whether two states of a match differ in nothing a change may touch.
pub fn same(old: &Match, new: &Match) -> bool {
    let Match {
        id,
        sport,
        league,
        channel,
        starts_at,
        status,
        competitors,
        periods,
        incidents,
        statistics,
        lineups,
        venue,
        referee,
        version: _,
        seq: _,
        updated_at: _,
        as_of: _,
        freshness: _,
    } = new;
    old.id == *id
        && old.sport == *sport
        && old.league == *league
        && old.channel == *channel
        && old.starts_at == *starts_at
        && old.status == *status
        && old.competitors == *competitors
        && old.periods == *periods
        && old.incidents == *incidents
        && old.statistics == *statistics
        && old.lineups == *lineups
        && old.venue == *venue
        && old.referee == *referee
}

/// Incidents with ids: `{version}-{n}`, which names the version that brought them in.
fn named(known: &[Incident], list: Vec<Incident>, version: u64) -> Vec<Incident> {
    let mut n = 0;
    identify(known, list, || {
        n += 1;
        format!("{version}-{n}")
    })
}

/// Equal but for ids, in the same order; the common case, so that it costs no allocation.
fn same_incidents(known: &[Incident], list: &[Incident]) -> bool {
    known.len() == list.len()
        && known.iter().zip(list).all(|(a, b)| {
            let Incident {
                id: _,
                kind,
                detail,
                elapsed,
                extra,
                competitor,
                player,
                player_id,
                assist,
                assist_id,
                comment,
            } = b;
            a.kind == *kind
                && a.detail == *detail
                && a.elapsed == *elapsed
                && a.extra == *extra
                && a.competitor == *competitor
                && a.player == *player
                && a.player_id == *player_id
                && a.assist == *assist
                && a.assist_id == *assist_id
                && a.comment == *comment
        })
}

fn same_league(old: &League, observation: &ObservedMatch) -> bool {
    let new = &observation.league;
    old.id == new.id
        && old.name == new.name
        && old.country == new.country
        && old.season == new.season
        && old.round == new.round
        && old.logo == new.logo
        && old.flag == new.flag
}

/// The new competitors; a crest the answer leaves out is kept from the same team.
fn competitors(old: &[Competitor], new: &[Competitor]) -> Vec<Competitor> {
    new.iter()
        .map(|competitor| {
            let mut competitor = competitor.clone();
            if competitor.logo.is_none() {
                let before = old.iter().find(|before| before.id == competitor.id);
                competitor.logo = before.and_then(|before| before.logo.clone());
            }
            competitor
        })
        .collect()
}
