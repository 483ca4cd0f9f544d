//! Standings, worked out from the results.

use super::{Rows, put};
use crate::simulator::calendar::phase_on;
use crate::simulator::engine::{Found, Inner};
use crate::simulator::fate::{DAY, HOUR};
use crate::simulator::script::Code;
use crate::simulator::view::{View, kickoff_at};
use crate::simulator::world::{Kind, League};
use std::collections::HashMap;
use std::sync::Arc;

/// One side of a record: home or away.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    won: u32,
    drawn: u32,
    lost: u32,
    scored: u32,
    conceded: u32,
}

/// What a club has reached; `form` is newest first.
#[derive(Clone, Debug, Default)]
struct Line {
    sides: [Record; 2],
    form: Vec<(i64, char)>,
}

impl Line {
    fn both(&self) -> Record {
        let [one, two] = self.sides;
        Record {
            won: one.won + two.won,
            drawn: one.drawn + two.drawn,
            lost: one.lost + two.lost,
            scored: one.scored + two.scored,
            conceded: one.conceded + two.conceded,
        }
    }

    fn points(&self) -> u32 {
        let both = self.both();
        both.won * 3 + both.drawn
    }

    fn difference(&self) -> i64 {
        let both = self.both();
        i64::from(both.scored) - i64::from(both.conceded)
    }
}

/// The matches of the league's running phase, with what is shown of them at `now`.
pub(in crate::simulator) fn phase_so_far(
    inner: &Inner,
    league: &League,
    now: i64,
) -> Vec<(Found, Arc<View>)> {
    let today = now.div_euclid(DAY);
    let (phase, first, last) = phase_on(league, today);
    (first..=last.min(today))
        .flat_map(|day| inner.on_day(day, now))
        .filter(|found| found.fixture().league == league.index && found.fixture().phase == phase)
        .map(|found| {
            let view = inner.result(&found, now);
            (found, view)
        })
        .collect()
}

/// The one row of `/standings` for a league, or none for a cup.
pub(in crate::simulator) fn standings(
    inner: &Inner,
    league: &League,
    season: i32,
    only: Option<usize>,
    now: i64,
) -> Rows {
    let mut rows = Rows::default();
    if league.kind == Kind::Cup {
        return rows;
    }
    let mut lines: HashMap<usize, Line> =
        league.teams.iter().map(|team| (*team, Line::default())).collect();
    for (found, view) in phase_so_far(inner, league, now) {
        let counts = view.code.is_result() || matches!(view.code, Code::Awarded | Code::Walkover);
        let (Some(score), true) = (view.fulltime, counts) else { continue };
        let fixture = found.fixture();
        for (side, team) in [fixture.home, fixture.away].into_iter().enumerate() {
            let (own, other) = (score[side], score[1 - side]);
            let Some(line) = lines.get_mut(&team) else { continue };
            let record = &mut line.sides[side];
            record.scored += own;
            record.conceded += other;
            let (count, letter) = match own.cmp(&other) {
                std::cmp::Ordering::Greater => (&mut record.won, 'W'),
                std::cmp::Ordering::Equal => (&mut record.drawn, 'D'),
                std::cmp::Ordering::Less => (&mut record.lost, 'L'),
            };
            *count += 1;
            line.form.push((-kickoff_at(fixture, now), letter));
        }
    }
    let mut order: Vec<(usize, Line)> = lines.into_iter().collect();
    for (_, line) in &mut order {
        line.form.sort_unstable();
    }
    order.sort_by_key(|(team, line)| {
        let both = line.both();
        (std::cmp::Reverse((line.points(), line.difference(), both.scored)), *team)
    });
    rows.add(|out| {
        put(out, format_args!(r#"{{"league":{},"season":{season},"standings":[["#, league.head));
        let size = order.len();
        let mut written = 0;
        for (place, (team, line)) in order.iter().enumerate() {
            if only.is_none_or(|only| only == *team) {
                out.push_str(if written > 0 { "," } else { "" });
                write_line(out, inner, league, place, size, *team, line, now);
                written += 1;
            }
        }
        out.push_str("]]}}");
    });
    rows
}

#[expect(
    clippy::too_many_arguments,
    reason = "a line of the table has that many columns from elsewhere"
)]
fn write_line(
    out: &mut String,
    inner: &Inner,
    league: &League,
    place: usize,
    size: usize,
    team: usize,
    line: &Line,
    now: i64,
) {
    let form: String = line.form.iter().take(5).map(|(_, letter)| letter).collect();
    let description = if place == 0 {
        Some("Promotion - Continental Champions Cup")
    } else if place + 3 >= size {
        Some("Relegation")
    } else {
        None
    };
    put(
        out,
        format_args!(
            r#"{{"rank":{},"team":{}}},"points":{},"#,
            place + 1,
            inner.world.teams[team].head,
            line.points()
        ),
    );
    put(
        out,
        format_args!(
            r#""goalsDiff":{},"group":"{}","form":"#,
            line.difference(),
            super::super::world::escape(&league.name)
        ),
    );
    super::text(out, (!form.is_empty()).then_some(form.as_str()));
    out.push_str(r#","status":"same","description":"#);
    super::text(out, description);
    for (name, record) in [("all", line.both()), ("home", line.sides[0]), ("away", line.sides[1])] {
        let Record { won, drawn, lost, scored, conceded } = record;
        let played = won + drawn + lost;
        put(
            out,
            format_args!(
                r#","{name}":{{"played":{played},"win":{won},"draw":{drawn},"lose":{lost},"#
            ),
        );
        put(out, format_args!(r#""goals":{{"for":{scored},"against":{conceded}}}}}"#));
    }
    // The vendor rewrites tables by the hour.
    let update = super::super::zone::UTC.write(now / HOUR * HOUR / 1_000);
    put(out, format_args!(r#","update":"{update}"}}"#));
}
