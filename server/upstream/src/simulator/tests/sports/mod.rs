//! The sports beside football: every answer is read by its own adapter, and says what is true.

mod course;
mod door;
mod hours;
mod keys;
mod reading;
mod seasons;

use super::Simulator;
use crate::client::{self, Answer};
use crate::simulator::answer::{Order, answer};
use crate::simulator::query::Query;
use crate::simulator::{MatchTruth, SimulatorConfig};
use chrono::{DateTime, Duration, Utc};
use entity::model::{Phase, Sport};
use http::HeaderMap;

/// Every sport but football.
const SPORTS: [Sport; 11] = [
    Sport::Basketball,
    Sport::Hockey,
    Sport::Baseball,
    Sport::Handball,
    Sport::Rugby,
    Sport::Volleyball,
    Sport::AmericanFootball,
    Sport::Nba,
    Sport::Afl,
    Sport::Mma,
    Sport::Formula1,
];

/// A Monday; the weekend after it has a grand prix.
fn monday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_392_000, 0).expect("a valid instant")
}

fn simulator(seed: u64) -> Simulator {
    Simulator::new(SimulatorConfig::new(seed, monday()))
}

/// Instants over a week, so many minutes apart.
fn week(minutes: i64) -> impl Iterator<Item = DateTime<Utc>> {
    (0..7 * 24 * 60 / minutes).map(move |step| monday() + Duration::minutes(step * minutes))
}

/// The whole body as at an instant, whatever the clock says.
fn body(simulator: &Simulator, sport: Sport, query: &client::Query, at: DateTime<Utc>) -> String {
    let query = Query::read(&format!("/{sport}/{query}"));
    answer(&simulator.inner, &query, at.timestamp_millis(), &Order { shuffled_by: None })
}

/// The answer as our client opens it.
fn asked(simulator: &Simulator, sport: Sport, query: &client::Query, at: DateTime<Utc>) -> Answer {
    let body = body(simulator, sport, query, at);
    let opened = Answer::open(200, &HeaderMap::new(), body.into(), at);
    opened.unwrap_or_else(|failure| panic!("{sport} {query} at {at}: {failure:?}"))
}

/// Whether somebody plays, or takes a breath.
fn is_on(truth: &MatchTruth) -> bool {
    matches!(truth.phase, Phase::Live | Phase::Break)
}
