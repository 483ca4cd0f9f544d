//! Events, line-ups, statistics and players of one match.

use super::{Rows, number, put, text};
use crate::simulator::dice::{Dice, mix};
use crate::simulator::engine::{Found, Inner};
use crate::simulator::script::{Detail, Event, Who};
use crate::simulator::view::View;
use crate::simulator::world::{Coverage, Player, Team};

/// Whether this match names the player coming on first in its substitutions; most name the one going off.
fn names_the_one_coming_on(id: u64) -> bool {
    mix(id).is_multiple_of(5)
}

/// The rows of `events`.
pub(in crate::simulator) fn events(inner: &Inner, found: &Found, view: &View) -> Rows {
    let fixture = found.fixture();
    let teams = [fixture.home, fixture.away].map(|place| &inner.world.teams[place]);
    let swapped = names_the_one_coming_on(fixture.id);
    let mut rows = Rows::default();
    for event in &view.events {
        rows.add(|out| write_event(out, inner, teams, event, swapped));
    }
    rows
}

fn write_event(out: &mut String, inner: &Inner, teams: [&Team; 2], event: &Event, swapped: bool) {
    let (kind, detail) = event.detail.texts();
    let person = |out: &mut String, who: Option<Who>| match who {
        Some(who) => {
            let player =
                &teams[usize::from(!who.home)].squad(inner.world.seed)[usize::from(who.place)];
            put(out, format_args!(r#"{{"id":{},"name":"{}"}}"#, player.id, player.name));
        }
        None => out.push_str(r#"{"id":null,"name":null}"#),
    };
    let is_change = matches!(event.detail, Detail::Substitution(_));
    let (first, second) = if is_change && swapped {
        (event.assist, event.player)
    } else {
        (event.player, event.assist)
    };
    put(out, format_args!(r#"{{"time":{{"elapsed":{},"extra":"#, event.elapsed));
    number(out, event.extra);
    out.push_str(r#"},"team":"#);
    out.push_str(&teams[usize::from(!event.home)].head);
    out.push_str(r#"},"player":"#);
    person(out, first);
    out.push_str(r#","assist":"#);
    person(out, second);
    put(out, format_args!(r#","type":"{kind}","detail":"{detail}","comments":"#));
    text(out, event.comments);
    out.push('}');
}

fn is_covered(inner: &Inner, found: &Found) -> bool {
    inner.world.leagues[found.fixture().league].coverage == Coverage::Full
}

/// The rows of `lineups`; none before they are told.
pub(in crate::simulator) fn lineups(inner: &Inner, found: &Found, now: i64) -> Rows {
    let mut rows = Rows::default();
    let fixture = found.fixture();
    // No line-up is told earlier than this, so the script need not be written.
    if !is_covered(inner, found) || now < fixture.kickoff - 3_600_000 {
        return rows;
    }
    let script = inner.script(found);
    if now < script.lineups_at {
        return rows;
    }
    for (side, place) in [fixture.home, fixture.away].into_iter().enumerate() {
        let team = &inner.world.teams[place];
        let squad = team.squad(inner.world.seed);
        let lineup = &script.lineups[side];
        rows.add(|out| {
            put(out, format_args!(r#"{{"team":{},"colors":"#, team.head));
            let shirt = mix(u64::from(team.id)) & 0x00FF_FFFF;
            put(
                out,
                format_args!(
                    r#"{{"player":{{"primary":"{shirt:06x}","number":"ffffff","border":"{shirt:06x}"}},"goalkeeper":{{"primary":"00ffd5","number":"000000","border":"00ffd5"}}}}}},"#
                ),
            );
            let coach = super::super::world::escape(&team.coach(inner.world.seed));
            let id = team.id + 40_000;
            put(
                out,
                format_args!(
                    r#""coach":{{"id":{id},"name":"{coach}","photo":"https://media.api-sports.io/football/coachs/{id}.png"}},"formation":"4-3-3","startXI":["#
                ),
            );
            for (at, place) in lineup.starters.iter().enumerate() {
                // Rows of the pitch from the keeper forward.
                let grid = match at {
                    0 => (1, 1),
                    1..=4 => (2, 5 - at),
                    5..=7 => (3, 8 - at),
                    _ => (4, 11 - at),
                };
                shirt_row(out, at, &squad[usize::from(*place)], Some(grid));
            }
            out.push_str(r#"],"substitutes":["#);
            for (at, place) in lineup.bench.iter().enumerate() {
                shirt_row(out, at, &squad[usize::from(*place)], None);
            }
            out.push_str("]}");
        });
    }
    rows
}

fn shirt_row(out: &mut String, at: usize, player: &Player, grid: Option<(usize, usize)>) {
    let comma = if at > 0 { "," } else { "" };
    put(
        out,
        format_args!(
            r#"{comma}{{"player":{{"id":{},"name":"{}","number":{},"pos":"{}","grid":"#,
            player.id,
            player.name,
            player.number,
            player.pos.letter()
        ),
    );
    match grid {
        Some((line, column)) => put(out, format_args!(r#""{line}:{column}"}}}}"#)),
        None => out.push_str("null}}"),
    }
}

/// The rows of `statistics`; none before the third minute.
pub(in crate::simulator) fn statistics(inner: &Inner, found: &Found, view: &View) -> Rows {
    let mut rows = Rows::default();
    let fixture = found.fixture();
    let minutes = view.elapsed.unwrap_or(0);
    if !is_covered(inner, found) || minutes < 3 {
        return rows;
    }
    let mut dice = Dice::of(inner.world.seed, &[50, fixture.id]);
    let ball = dice.between(34, 66);
    let goals = view.goals.unwrap_or_default();
    for (side, place) in [fixture.home, fixture.away].into_iter().enumerate() {
        // Totals of a whole match, of which the minutes played have brought their share.
        let mut count = |low: i64, high: i64| dice.between(low, high) * i64::from(minutes) / 90;
        let (on, off, blocked) = (count(1, 6) + i64::from(goals[side]), count(2, 8), count(0, 6));
        let (fouls, corners, offsides, saves) =
            (count(6, 18), count(1, 11), count(0, 5), count(0, 6));
        let passes = count(240, 620);
        let accuracy = dice.between(68, 91);
        let total = on + off + blocked;
        let inside = total * dice.between(45, 70) / 100;
        let cards = |detail: Detail| {
            view.events
                .iter()
                .filter(|event| event.detail == detail && event.home == (side == 0))
                .count()
        };
        let (yellow, red) = (cards(Detail::Yellow), cards(Detail::Red));
        let share = if side == 0 { ball } else { 100 - ball };
        let goals_expected = total as f64 * 0.11 + f64::from(goals[side]) * 0.2;
        let team = &inner.world.teams[place];
        rows.add(|out| {
            put(out, format_args!(r#"{{"team":{}}},"statistics":["#, team.head));
            let numbers = [
                ("Shots on Goal", on),
                ("Shots off Goal", off),
                ("Total Shots", total),
                ("Blocked Shots", blocked),
                ("Shots insidebox", inside),
                ("Shots outsidebox", total - inside),
                ("Fouls", fouls),
                ("Corner Kicks", corners),
                ("Offsides", offsides),
            ];
            for (name, value) in numbers {
                put(out, format_args!(r#"{{"type":"{name}","value":{value}}},"#));
            }
            put(out, format_args!(r#"{{"type":"Ball Possession","value":"{share}%"}},"#));
            put(out, format_args!(r#"{{"type":"Yellow Cards","value":{yellow}}},{{"type":"Red Cards","value":"#));
            number(out, (red > 0).then_some(red));
            let accurate = passes * accuracy / 100;
            put(out, format_args!(r#"}},{{"type":"Goalkeeper Saves","value":{saves}}},"#));
            put(out, format_args!(r#"{{"type":"Total passes","value":{passes}}},{{"type":"Passes accurate","value":{accurate}}},"#));
            put(out, format_args!(r#"{{"type":"Passes %","value":"{accuracy}%"}},"#));
            put(out, format_args!(r#"{{"type":"expected_goals","value":"{goals_expected:.2}"}},{{"type":"goals_prevented","value":0}}]}}"#));
        });
    }
    rows
}

/// The rows of `players`; none before the third minute.
pub(in crate::simulator) fn players(inner: &Inner, found: &Found, view: &View, now: i64) -> Rows {
    let mut rows = Rows::default();
    let fixture = found.fixture();
    let played = view.elapsed.unwrap_or(0);
    if !is_covered(inner, found) || played < 3 {
        return rows;
    }
    let script = inner.script(found);
    let zone = super::super::zone::UTC;
    for (side, place) in [fixture.home, fixture.away].into_iter().enumerate() {
        let team = &inner.world.teams[place];
        let squad = team.squad(inner.world.seed);
        let lineup = &script.lineups[side];
        // Rewritten every minute while in play.
        let update = zone.write(now.min(script.ends) / 60_000 * 60);
        rows.add(|out| {
            put(out, format_args!(r#"{{"team":{},"update":"{update}"}},"players":["#, team.head));
            let starters = lineup.starters.iter().map(|place| (*place, true));
            let bench = lineup.bench.iter().map(|place| (*place, false));
            for (at, (place, starts)) in starters.chain(bench).enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                let who = Who { home: side == 0, place };
                write_player(out, &squad[usize::from(place)], who, starts, view, played);
            }
            out.push_str("]}");
        });
    }
    rows
}

fn write_player(
    out: &mut String,
    player: &Player,
    who: Who,
    starts: bool,
    view: &View,
    played: u32,
) {
    let (mut from, mut to) = (starts.then_some(0), played);
    let (mut goals, mut assists, mut yellow, mut red, mut scored, mut missed) = (0, 0, 0, 0, 0, 0);
    for event in view.events.iter().filter(|event| !event.is_shootout()) {
        let (first, second) = (event.player == Some(who), event.assist == Some(who));
        match event.detail {
            Detail::Goal => {
                goals += u32::from(first);
                assists += u32::from(second);
            }
            Detail::Penalty => {
                goals += u32::from(first);
                scored += u32::from(first);
            }
            Detail::MissedPenalty => missed += u32::from(first),
            Detail::Yellow => yellow += u32::from(first),
            Detail::Red if first => {
                red += 1;
                to = event.elapsed;
            }
            Detail::Substitution(_) if first => to = event.elapsed,
            Detail::Substitution(_) if second => from = Some(event.elapsed),
            Detail::Red
            | Detail::Substitution(_)
            | Detail::OwnGoal
            | Detail::GoalCancelled
            | Detail::GoalOffside
            | Detail::PenaltyConfirmed => {}
        }
    }
    let minutes = from.map(|from| to.saturating_sub(from).max(1));
    let some = |value: u32| (value > 0).then_some(value);
    put(
        out,
        format_args!(
            r#"{{"player":{{"id":{0},"name":"{1}","photo":"https://media.api-sports.io/football/players/{0}.png"}},"statistics":[{{"games":{{"minutes":"#,
            player.id, player.name
        ),
    );
    number(out, minutes);
    put(
        out,
        format_args!(
            r#","number":{},"position":"{}","rating":"#,
            player.number,
            player.pos.letter()
        ),
    );
    let rating = minutes.map(|_| {
        format!("{:.1}", 6.3 + f64::from(goals) * 0.9 + f64::from(assists) * 0.5 - f64::from(red))
    });
    text(out, rating.as_deref());
    let captain = starts && who.place == 5;
    put(
        out,
        format_args!(
            r#","captain":{captain},"substitute":{}}},"offsides":null,"shots":{{"total":"#,
            !starts
        ),
    );
    number(out, some(goals));
    out.push_str(r#","on":"#);
    number(out, some(goals));
    out.push_str(r#"},"goals":{"total":"#);
    number(out, some(goals));
    out.push_str(r#","conceded":0,"assists":"#);
    number(out, some(assists));
    out.push_str(r#","saves":null},"passes":{"total":null,"key":null,"accuracy":null},"tackles":{"total":null,"blocks":null,"interceptions":null},"duels":{"total":null,"won":null},"dribbles":{"attempts":null,"success":null,"past":null},"fouls":{"drawn":null,"committed":null},"#);
    put(out, format_args!(r#""cards":{{"yellow":{yellow},"red":{red}}},"#));
    put(
        out,
        format_args!(
            r#""penalty":{{"won":null,"commited":null,"scored":{scored},"missed":{missed},"saved":null}}}}]}}"#
        ),
    );
}
