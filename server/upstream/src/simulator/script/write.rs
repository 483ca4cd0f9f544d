//! The writing of a script.

use super::moment::{self, Moment, What};
use super::pitch::Pitch;
use super::timeline::{Timeline, part_of};
use super::{
    Clock, Code, Detail, Edit, Event, Lineup, Mark, Script, Step, Who, edits, event, shootout,
};
use crate::simulator::calendar::Fixture;
use crate::simulator::dice::Dice;
use crate::simulator::fate::{Fate, MINUTE, Wish};
use crate::simulator::world::{Coverage, World};

/// Goals a match has of its own when the heartbeat brings more, and when it does not.
const MEANS: (f64, f64) = (0.5, 2.7);

/// What is being written.
pub(super) struct Draft {
    pub dice: Dice,
    pub timeline: Timeline,
    pub steps: Vec<Step>,
    pub wish: Option<Wish>,
    next_key: u16,
    pitches: [Pitch; 2],
}

/// Writes the script of `fixture`; `beats` are the goals the heartbeat gives it.
pub(in crate::simulator) fn write(
    world: &World,
    fixture: &Fixture,
    beats: &[i64],
    heartbeat: bool,
) -> Script {
    let mut dice = Dice::of(world.seed, &[30, fixture.id]);
    let kickoff =
        if let Fate::Postponed { kickoff, .. } = fixture.fate { kickoff } else { fixture.kickoff };
    let timeline = Timeline::draw(&mut dice, kickoff, fixture.fate);
    let lineups = [Lineup::draw(&mut dice), Lineup::draw(&mut dice)];
    let (home, away) =
        (world.teams[fixture.home].strength * 1.2, world.teams[fixture.away].strength);
    let share = home / (home + away);
    let own = if heartbeat && fixture.fate.is_plain() { MEANS.0 } else { MEANS.1 };
    let mut moments = moment::draw(&mut dice, &timeline, beats, own, share, fixture.wish);

    let lead = lead(&moments);
    let level = fixture.home_wins.is_some() && lead == 0;
    if fixture.home_wins.is_some_and(|home_wins| lead != 0 && home_wins != (lead > 0)) {
        for moment in &mut moments {
            moment.home = !moment.home;
        }
    }
    let in_extra = level
        && match fixture.wish {
            Some(Wish::ExtraTime) => true,
            Some(Wish::Shootout) => false,
            _ => dice.chance(0.5),
        };
    if level {
        let winner = fixture.home_wins.filter(|_| in_extra);
        moments.append(&mut moment::extra_time(&mut dice, &timeline, winner));
    }

    let pitches = [Pitch::new(true, &lineups[0]), Pitch::new(false, &lineups[1])];
    let mut draft = Draft {
        dice,
        timeline,
        steps: Vec::with_capacity(48),
        wish: fixture.wish,
        next_key: 0,
        pitches,
    };
    for moment in &moments {
        draft.tell(*moment);
    }
    let mut marks = draft.marks(level, in_extra, fixture);
    let ends = marks.last().map_or(kickoff, |mark| mark.at);
    edits::add(&mut draft, ends);
    let Draft { mut dice, timeline, mut steps, .. } = draft;
    steps.sort_by_key(|step| step.at);
    let coverage = world.leagues[fixture.league].coverage;
    if !coverage.has_events() {
        steps.retain(|step| !matches!(step.edit, Edit::Put(_) | Edit::Drop(_)));
    }
    if fixture.fate == Fate::Abandoned
        && let Some((stopped, _)) = timeline.given_up()
    {
        steps.retain(|step| step.at <= stopped);
    }
    let mut ends = ends;
    if coverage == Coverage::Result {
        ends += dice.between(5, 90) * MINUTE;
        marks = marks.split_off(marks.len() - 1);
        marks[0].at = ends;
        for step in &mut steps {
            step.at = ends;
        }
    }
    let lineups_at = kickoff
        - if dice.chance(0.9) { dice.between(22, 40) } else { -dice.between(2, 9) } * MINUTE;
    let second =
        if dice.chance(0.5) { kickoff + 60 * MINUTE } else { timeline.starts[1] / MINUTE * MINUTE };
    Script { marks, steps, lineups, lineups_at, second: second / 1_000, ends }
}

/// Goals of the home side over those of the away side.
fn lead(moments: &[Moment]) -> i64 {
    let goals = moments.iter().filter(|moment| moment.what == What::Goal);
    goals.map(|moment| if moment.home { 1 } else { -1 }).sum()
}

impl Draft {
    /// A key for an event not listed before.
    fn key(&mut self) -> u16 {
        self.next_key += 1;
        self.next_key
    }

    pub(super) fn push(&mut self, at: i64, edit: Edit) {
        self.steps.push(Step { at, edit });
    }

    /// Writes down what a moment brings.
    fn tell(&mut self, moment: Moment) {
        let Moment { part, played, what, home } = moment;
        let at = self.timeline.wall(part, played);
        let (elapsed, extra) = Timeline::minute(part, played);
        let side = usize::from(!home);
        let key = self.key();
        let blank = Event {
            key,
            elapsed,
            extra,
            home,
            player: None,
            assist: None,
            detail: Detail::Goal,
            comments: None,
        };
        match what {
            What::Goal => {
                self.push(at, Edit::Count(part_of(part), home));
                let event = self.goal(blank, side);
                if event.detail == Detail::Penalty && played > MINUTE && self.dice.chance(0.3) {
                    let review = Event {
                        key: self.key(),
                        detail: Detail::PenaltyConfirmed,
                        assist: None,
                        ..event
                    };
                    self.push(at - 45_000, Edit::Put(review));
                }
                self.push(at, Edit::Put(event));
            }
            What::Ghost => self.ghost(blank, part, played),
            What::Yellow => {
                if let Some(who) = self.pitches[side].book(&mut self.dice) {
                    let comments = *self.dice.pick(&REASONS);
                    self.push(
                        at,
                        Edit::Put(Event {
                            player: Some(who),
                            detail: Detail::Yellow,
                            comments,
                            ..blank
                        }),
                    );
                }
            }
            What::SecondYellow => {
                if let Some(who) = self.pitches[side].booked(&mut self.dice) {
                    self.push(
                        at,
                        Edit::Put(Event { player: Some(who), detail: Detail::Yellow, ..blank }),
                    );
                    let red =
                        Event { key: self.key(), player: Some(who), detail: Detail::Red, ..blank };
                    self.push(at, Edit::Put(red));
                    self.pitches[side].send_off(who);
                }
            }
            What::Red => {
                if let Some(who) = self.pitches[side].about_to_go(&mut self.dice) {
                    let comments = *self.dice.pick(&[
                        None,
                        Some("Professional foul last man"),
                        Some("Serious foul"),
                    ]);
                    self.push(
                        at,
                        Edit::Put(Event {
                            player: Some(who),
                            detail: Detail::Red,
                            comments,
                            ..blank
                        }),
                    );
                    self.pitches[side].send_off(who);
                }
            }
            What::Change => {
                if let Some((off, on)) = self.pitches[side].change(&mut self.dice) {
                    let detail = Detail::Substitution(self.pitches[side].changes);
                    self.push(
                        at,
                        Edit::Put(Event { player: Some(off), assist: Some(on), detail, ..blank }),
                    );
                }
            }
            What::Missed => {
                let player = Some(self.pitches[side].scorer(&mut self.dice));
                self.push(at, Edit::Put(Event { player, detail: Detail::MissedPenalty, ..blank }));
            }
        }
    }

    /// Says who scored, and how.
    fn goal(&mut self, blank: Event, side: usize) -> Event {
        let detail = match (self.wish, self.dice.below(100)) {
            (Some(Wish::OwnGoal), _) => Detail::OwnGoal,
            (Some(Wish::Penalty), _) => Detail::Penalty,
            (Some(Wish::ScorerLater), _) | (_, 0..=85) => Detail::Goal,
            (_, 86..=88) => Detail::OwnGoal,
            _ => Detail::Penalty,
        };
        // What is wished for once happens once.
        if matches!(self.wish, Some(Wish::OwnGoal | Wish::Penalty)) {
            self.wish = None;
        }
        let scorer = if detail == Detail::OwnGoal {
            self.pitches[1 - side].scorer(&mut self.dice)
        } else {
            self.pitches[side].scorer(&mut self.dice)
        };
        let assist = if detail == Detail::Goal {
            self.pitches[side].assist(&mut self.dice, scorer)
        } else {
            None
        };
        Event { player: Some(scorer), assist, detail, ..blank }
    }

    /// A goal and its reversal a minute or two later, if there is time for both.
    fn ghost(&mut self, blank: Event, part: usize, played: i64) {
        // Early enough for the review to end before the half does.
        let played = played.min(self.timeline.lengths[part] - 4 * MINUTE);
        let (elapsed, extra) = Timeline::minute(part, played);
        let at = self.timeline.wall(part, played);
        let taken_back = self.timeline.wall(part, played + self.dice.between(40, 150) * 1_000);
        let side = usize::from(!blank.home);
        let scorer: Who = self.pitches[side].scorer(&mut self.dice);
        let goal = Event { elapsed, extra, player: Some(scorer), ..blank };
        let detail = match self.wish {
            Some(Wish::Cancelled) => Detail::GoalCancelled,
            Some(Wish::Offside) => Detail::GoalOffside,
            _ => *self.dice.pick(&[Detail::GoalCancelled, Detail::GoalOffside]),
        };
        self.push(at, Edit::Count(part_of(part), blank.home));
        self.push(at, Edit::Put(goal));
        let review = Event { key: self.key(), detail, ..goal };
        self.push(taken_back, Edit::Uncount(part_of(part), blank.home));
        self.push(taken_back, Edit::Drop(goal.key));
        self.push(taken_back, Edit::Put(review));
    }

    /// The marks from kick-off to the last whistle; writes the shoot-out on the way.
    fn marks(&mut self, level: bool, in_extra: bool, fixture: &Fixture) -> Vec<Mark> {
        let timeline = self.timeline.clone();
        let abandoned = fixture.fate == Fate::Abandoned;
        let mut marks = timeline.marks(0, abandoned);
        if marks.last().is_some_and(|mark| mark.code == Code::Abandoned) {
            return marks;
        }
        marks.push(timeline.rest(0, Code::HalfTime));
        marks.extend(timeline.marks(1, abandoned));
        if marks.last().is_some_and(|mark| mark.code == Code::Abandoned) {
            return marks;
        }
        if !level {
            marks.push(timeline.rest(1, Code::Finished));
            return marks;
        }
        marks.push(Mark {
            at: timeline.end(1),
            code: Code::ExtraTime,
            clock: Clock::Still(90, None),
        });
        marks.extend(timeline.marks(2, false));
        marks.push(Mark {
            at: timeline.end(2),
            code: Code::ExtraBreak,
            clock: Clock::Still(105, None),
        });
        marks.extend(timeline.marks(3, false));
        let over = timeline.end(3);
        if in_extra {
            marks.push(Mark {
                at: over,
                code: Code::FinishedExtra,
                clock: Clock::Still(120, None),
            });
            return marks;
        }
        marks.push(Mark {
            at: over + 3 * MINUTE,
            code: Code::Shootout,
            clock: Clock::Still(120, None),
        });
        let home_wins = fixture.home_wins == Some(true);
        let mut at = over + 4 * MINUTE;
        for (number, (by_winner, scored)) in shootout::kicks(&mut self.dice).into_iter().enumerate()
        {
            at += self.dice.between(30, 50) * 1_000;
            let home = by_winner == home_wins;
            let player = Some(self.pitches[usize::from(!home)].kicker(number / 2));
            let kick = Event {
                key: self.key(),
                elapsed: 120,
                extra: u32::try_from(number + 1).ok(),
                home,
                player,
                assist: None,
                detail: if scored { Detail::Penalty } else { Detail::MissedPenalty },
                comments: Some(event::SHOOTOUT),
            };
            if scored {
                self.push(at, Edit::Kick(home));
            }
            self.push(at, Edit::Put(kick));
        }
        marks.push(Mark {
            at: at + 20_000,
            code: Code::FinishedShootout,
            clock: Clock::Still(120, None),
        });
        marks
    }
}

/// Remarks on yellow cards; most have none.
const REASONS: [Option<&str>; 9] = [
    None,
    None,
    None,
    None,
    Some("Foul"),
    Some("Foul"),
    Some("Argument"),
    Some("Tripping"),
    Some("Unsportsmanlike conduct"),
];
