//! What really stands, for tests that compare it with what a client made of the wire.

use super::engine::{Inner, Simulator};
use super::fate::DAY;
use super::script::{Detail, Event};
use super::view::{View, place_at};
use super::world::World;
use chrono::{DateTime, Utc};

/// A match as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// The upstream's number.
    pub id: u64,
    /// The league's number.
    pub league: u32,
    /// The home club's number and name.
    pub home: (u32, String),
    /// The away club's number and name.
    pub away: (u32, String),
    /// The vendor's short code.
    pub code: &'static str,
    /// Minute.
    pub elapsed: Option<u32>,
    /// Stoppage minute.
    pub extra: Option<u32>,
    /// The score, home and away.
    pub goals: Option<[u32; 2]>,
    /// At half time; running before it.
    pub halftime: Option<[u32; 2]>,
    /// After 90 minutes.
    pub fulltime: Option<[u32; 2]>,
    /// Of extra time alone.
    pub extratime: Option<[u32; 2]>,
    /// Of the shoot-out.
    pub penalty: Option<[u32; 2]>,
    /// Whether the home side leads or has won.
    pub home_leads: Option<bool>,
    /// The kick-off as now set.
    pub starts_at: DateTime<Utc>,
    /// The ground's name.
    pub venue: Option<String>,
    /// The referee.
    pub referee: Option<String>,
    /// Whether the feed lists events of it.
    pub has_events: bool,
    /// As listed now; empty where the feed lists none.
    pub events: Vec<TruthEvent>,
}

/// An event as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruthEvent {
    /// The vendor's `type`.
    pub kind: &'static str,
    /// The vendor's `detail`.
    pub detail: &'static str,
    /// Minute.
    pub elapsed: u32,
    /// Stoppage minute, or number of the kick.
    pub extra: Option<u32>,
    /// Whether it is listed for the home side.
    pub home: bool,
    /// The scorer, the booked one, the one coming on; when known.
    pub player: Option<String>,
    /// Who set it up, or goes off.
    pub assist: Option<String>,
    /// Whether it is a kick of the shoot-out.
    pub is_shootout: bool,
}

impl TruthEvent {
    /// Whether it stands for a goal on the score.
    pub fn is_goal(&self) -> bool {
        self.kind == "Goal" && self.detail != "Missed Penalty" && !self.is_shootout
    }
}

impl Simulator {
    /// Every match of yesterday, today and tomorrow as it stands now (of an evening: every match of it).
    ///
    /// Postponed ones are given by the day they were first set for. This is what the wire shows
    /// without faults at the same instant.
    pub fn truth(&self) -> Vec<Truth> {
        self.truth_at(self.now())
    }

    /// The same at another instant.
    pub fn truth_at(&self, instant: DateTime<Utc>) -> Vec<Truth> {
        let now = instant.timestamp_millis();
        let today = now.div_euclid(DAY);
        (today - 1..=today + 1).flat_map(|day| self.inner.truth_of_day(day, now)).collect()
    }
}

impl Inner {
    pub(super) fn truth_of_day(&self, day: i64, now: i64) -> Vec<Truth> {
        let found = self.on_day(day, now).into_iter();
        found
            .map(|found| {
                let fixture = found.fixture();
                let view = self.view(&found, now);
                let place = place_at(&self.world, fixture, now);
                let league = &self.world.leagues[fixture.league];
                let team = |place: usize| {
                    (self.world.teams[place].id, self.world.teams[place].name.clone())
                };
                let View {
                    code,
                    elapsed,
                    extra,
                    goals,
                    halftime,
                    fulltime,
                    extratime,
                    penalty,
                    home_leads,
                    ..
                } = view;
                Truth {
                    id: fixture.id,
                    league: league.id,
                    home: team(fixture.home),
                    away: team(fixture.away),
                    code: code.texts().0,
                    elapsed,
                    extra,
                    goals,
                    halftime,
                    fulltime,
                    extratime,
                    penalty,
                    home_leads,
                    starts_at: DateTime::from_timestamp_millis(view.kickoff).unwrap_or_default(),
                    venue: place.ground,
                    referee: place.referee,
                    has_events: league.coverage.has_events(),
                    events: view
                        .events
                        .iter()
                        .map(|event| told(&self.world, [fixture.home, fixture.away], event))
                        .collect(),
                }
            })
            .collect()
    }
}

/// An event in the words of the feed.
fn told(world: &World, teams: [usize; 2], event: &Event) -> TruthEvent {
    let (kind, detail) = event.detail.texts();
    let (player, assist) = match event.detail {
        // The script names the one going off first; the wire does as it likes.
        Detail::Substitution(_) => (event.assist, event.player),
        _ => (event.player, event.assist),
    };
    let name = |who: super::script::Who| {
        world.teams[teams[usize::from(!who.home)]].squad(world.seed)[usize::from(who.place)]
            .name
            .clone()
    };
    TruthEvent {
        kind,
        detail,
        elapsed: event.elapsed,
        extra: event.extra,
        home: event.home,
        player: player.map(name),
        assist: assist.map(name),
        is_shootout: event.is_shootout(),
    }
}
