//! A match as the feed shows it at an instant.

use super::calendar::Fixture;
use super::dice::Dice;
use super::fate::{Fate, HOUR, MINUTE, Wish};
use super::script::{Code, Edit, Event, Part, Script};
use super::world::{Coverage, World};

/// Home and away.
pub(super) type Pair = [u32; 2];

/// What the feed shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct View {
    /// Unix milliseconds, as now set.
    pub kickoff: i64,
    /// State of play.
    pub code: Code,
    /// Minute.
    pub elapsed: Option<u32>,
    /// Stoppage minute.
    pub extra: Option<u32>,
    /// Unix seconds.
    pub first: Option<i64>,
    /// Unix seconds.
    pub second: Option<i64>,
    /// The score.
    pub goals: Option<Pair>,
    /// Running during the first half.
    pub halftime: Option<Pair>,
    /// After 90 minutes.
    pub fulltime: Option<Pair>,
    /// Goals of extra time alone.
    pub extratime: Option<Pair>,
    /// The shoot-out.
    pub penalty: Option<Pair>,
    /// Whether the home side leads or has won; `None` when level.
    pub home_leads: Option<bool>,
    /// As listed.
    pub events: Vec<Event>,
}

impl View {
    fn blank(kickoff: i64, code: Code) -> Self {
        View {
            kickoff,
            code,
            elapsed: None,
            extra: None,
            first: None,
            second: None,
            goals: None,
            halftime: None,
            fulltime: None,
            extratime: None,
            penalty: None,
            home_leads: None,
            events: Vec::new(),
        }
    }
}

/// The kick-off as set at `now`.
pub(super) const fn kickoff_at(fixture: &Fixture, now: i64) -> i64 {
    match fixture.fate {
        Fate::Postponed { moved, kickoff, .. } if now >= moved => kickoff,
        _ => fixture.kickoff,
    }
}

/// What can be shown without the script; `None` when play may have begun.
pub(super) fn before(fixture: &Fixture, now: i64) -> Option<View> {
    let kickoff = kickoff_at(fixture, now);
    match fixture.fate {
        Fate::Postponed { told, moved, .. } if (told..moved).contains(&now) => {
            Some(View::blank(kickoff, Code::Postponed))
        }
        Fate::Cancelled(told) => {
            Some(View::blank(kickoff, if now >= told { Code::Cancelled } else { Code::NotStarted }))
        }
        Fate::Walkover => Some(at_the_table(kickoff, now, Code::Walkover, fixture.id)),
        Fate::Awarded => Some(at_the_table(kickoff, now, Code::Awarded, fixture.id)),
        Fate::Played
        | Fate::Interrupted
        | Fate::Suspended
        | Fate::Abandoned
        | Fate::Postponed { .. } => (now < kickoff).then(|| View::blank(kickoff, Code::NotStarted)),
    }
}

/// Not played: the feed first knows no score, later writes 3-0 as the result, as recorded.
fn at_the_table(kickoff: i64, now: i64, code: Code, id: u64) -> View {
    let since = now - kickoff;
    if since < 10 * MINUTE {
        return View::blank(kickoff, Code::NotStarted);
    }
    let mut view = View::blank(kickoff, code);
    if since >= HOUR {
        let home = id.is_multiple_of(2);
        let score = if home { [3, 0] } else { [0, 3] };
        view.goals = Some(if code == Code::Walkover { [0, 0] } else { score });
        view.fulltime = Some(score);
        view.home_leads = Some(home);
    }
    view
}

/// The match at `now` by its script.
pub(super) fn during(fixture: &Fixture, script: &Script, now: i64) -> View {
    let kickoff = kickoff_at(fixture, now);
    let passed = script.marks.partition_point(|mark| mark.at <= now);
    let Some(mark) = passed.checked_sub(1).map(|place| script.marks[place]) else {
        return View::blank(kickoff, Code::NotStarted);
    };
    let mut view = View::blank(kickoff, mark.code);
    (view.elapsed, view.extra) = mark.clock.read(now);
    let has = |code: Code| script.marks[..passed].iter().any(|mark| mark.code == code);
    view.first = Some(kickoff / 1_000);
    view.second = has(Code::SecondHalf).then_some(script.second);

    let mut parts = [[0_u32; 2]; 3];
    let mut kicks = [0_u32; 2];
    let steps = script.steps.partition_point(|step| step.at <= now);
    for step in &script.steps[..steps] {
        match step.edit {
            Edit::Count(part, home) => parts[place(part)][side(home)] += 1,
            Edit::Uncount(part, home) => {
                let goals = &mut parts[place(part)][side(home)];
                *goals = goals.saturating_sub(1);
            }
            Edit::Kick(home) => kicks[side(home)] += 1,
            Edit::Put(event) => match view.events.iter_mut().find(|other| other.key == event.key) {
                Some(listed) => *listed = event,
                None => view.events.push(event),
            },
            Edit::Drop(key) => view.events.retain(|event| event.key != key),
        }
    }
    view.events.sort_by_key(|event| (event.elapsed, event.extra.unwrap_or(0)));

    let sum = |upto: usize| [0, 1].map(|side| parts[..upto].iter().map(|part| part[side]).sum());
    if mark.code == Code::Abandoned {
        view.goals = Some(sum(3));
        return view;
    }
    let goals: Pair = sum(3);
    view.goals = Some(goals);
    view.halftime = Some(parts[0]);
    let in_extra = has(Code::ExtraTime);
    if in_extra || mark.code.is_result() {
        view.fulltime = Some(sum(2));
    }
    if in_extra {
        view.extratime = Some(parts[2]);
    }
    if has(Code::Shootout) {
        view.penalty = Some(kicks);
    }
    let decided = if mark.code == Code::FinishedShootout { kicks } else { goals };
    view.home_leads = (decided[0] != decided[1]).then_some(decided[0] > decided[1]);
    view
}

const fn place(part: Part) -> usize {
    match part {
        Part::First => 0,
        Part::Second => 1,
        Part::Extra => 2,
    }
}

fn side(home: bool) -> usize {
    usize::from(!home)
}

/// Ground and referee at `now`: rewritten now and then, some never known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The ground's number; 0 and `None` both stand for unknown.
    pub ground_id: Option<u32>,
    /// The ground's name.
    pub ground: Option<String>,
    /// Its town.
    pub town: Option<String>,
    /// The referee's name.
    pub referee: Option<String>,
}

/// Where `fixture` is played and who leads it, as known at `now`.
pub(super) fn place_at(world: &World, fixture: &Fixture, now: i64) -> Moment {
    let mut dice = Dice::of(world.seed, &[40, fixture.id]);
    let team = &world.teams[fixture.home];
    let renamed = fixture.wish == Some(Wish::GroundRenamed) || dice.chance(0.03);
    let rereferee = fixture.wish == Some(Wish::RefereeChanged) || dice.chance(0.03);
    let named_at = fixture.kickoff - dice.between(1, 30) * HOUR;
    let changes_at = if fixture.wish.is_some() {
        fixture.kickoff + dice.between(5, 80) * MINUTE
    } else {
        fixture.kickoff + dice.between(-300, 90) * MINUTE
    };
    let full = world.leagues[fixture.league].coverage == Coverage::Full;
    let has_referee = rereferee || dice.chance(if full { 0.85 } else { 0.15 });
    let family = team.country.family;
    let mut named =
        Dice::of(world.seed, &[41, fixture.id, u64::from(rereferee && now >= changes_at)]);
    let has_ground = renamed || team.ground.is_some();
    let ground = has_ground.then(|| {
        let name = team.ground.clone().unwrap_or_else(|| format!("{} Ground", team.town));
        if renamed && now >= changes_at { format!("{name} - Field 2") } else { name }
    });
    let unknown = if dice.chance(0.4) { Some(0) } else { None };
    Moment {
        ground_id: if has_ground { Some(team.ground_id()) } else { unknown },
        town: ground.is_some().then(|| team.town.clone()),
        ground,
        referee: (has_referee && now >= named_at).then(|| family.person(&mut named)),
    }
}
