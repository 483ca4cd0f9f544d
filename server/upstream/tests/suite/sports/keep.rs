//! What endpoints of their own have told stays when the next list comes.

use super::{afl, formula1, instant, mma, one};
use entity::model::{
    Channel, Competitor, Freshness, League, LeagueSlug, Match, ObservedMatch, Period, Role, Seq,
    Sport,
};
use serde_json::json;
use upstream::{adapter::Particulars, sport};

/// The first version of a match.
fn known(of: &ObservedMatch) -> Match {
    let league = League {
        id: of.league.id.clone(),
        slug: LeagueSlug("a-league".to_owned()),
        name: of.league.name.clone(),
        country: of.league.country.clone(),
        season: of.league.season.clone(),
        round: of.league.round.clone(),
        logo: of.league.logo.clone(),
        flag: of.league.flag.clone(),
    };
    let at = instant("2026-10-01T19:30:00Z");
    Match {
        id: of.id.clone(),
        sport: of.sport,
        channel: Channel::Match(of.sport, league.slug.clone(), of.id.clone()).to_string(),
        league,
        starts_at: of.starts_at,
        status: of.status.clone(),
        competitors: of.competitors.clone(),
        periods: of.periods.clone(),
        incidents: Vec::new(),
        statistics: None,
        lineups: None,
        venue: of.venue.clone(),
        referee: None,
        version: 1,
        seq: Seq(1),
        updated_at: at,
        as_of: at,
        freshness: Freshness::Live,
    }
}

fn driver() -> Competitor {
    Competitor {
        role: Role::Entrant,
        id: "25".to_owned(),
        name: "Max Verstappen".to_owned(),
        logo: None,
        score: None,
        winner: Some(true),
    }
}

fn quarter() -> Period {
    Period { name: "Q1".to_owned(), scores: vec![Some(21), Some(12)] }
}

#[test]
fn a_list_that_names_no_drivers_takes_none_away() {
    let now = instant("2026-10-01T19:30:00Z");
    let row = one(Sport::Formula1, &formula1::row("Completed", json!(null)), now);
    let told = Particulars { competitors: Some(vec![driver()]), ..Particulars::default() };
    let told = told.observation(&known(&row));
    assert_eq!(told.competitors, [driver()]);
    assert_eq!((&told.league, &told.status, told.incidents), (&row.league, &row.status, None));
    let mut known = known(&row);
    known.competitors = vec![driver()];
    let mut next = row.clone();
    sport::keep(&mut next, &known);
    assert_eq!(next.competitors, [driver()]);
}

#[test]
fn a_list_without_quarters_or_rounds_keeps_them_while_they_count() {
    let now = instant("2026-10-01T19:30:00Z");
    let both = [json!(21), json!(12)];
    for (sport, running, over) in [
        (Sport::Afl, afl::row("Q2", both.clone()), afl::row("CANC", both.clone())),
        (Sport::Mma, mma::row("FT", [true, false]), mma::row("PST", [false, false])),
    ] {
        let mut next = one(sport, &running, now);
        let told = Particulars { periods: Some(vec![quarter()]), ..Particulars::default() };
        let mut before = known(&next);
        before.periods = told.observation(&before).periods;
        sport::keep(&mut next, &before);
        assert_eq!(next.periods, [quarter()], "{sport}");
        let mut off = one(sport, &over, now);
        sport::keep(&mut off, &before);
        assert_eq!(off.periods, [], "{sport}");
    }
}
