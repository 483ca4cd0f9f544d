//! One row of `/fixtures`.

use super::{Rows, detail, number, put, text};
use crate::simulator::calendar::round_name;
use crate::simulator::engine::{Found, Inner};
use crate::simulator::view::{Pair, View, place_at};
use crate::simulator::world::Kind;
use crate::simulator::zone::Zone;

/// What a row carries besides the match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) enum Embed {
    /// Nothing, as in lists.
    Nothing,
    /// Events, as under `live`.
    Events,
    /// Events, line-ups, statistics and players, as by id.
    All,
}

/// Writes the row of a match.
pub(in crate::simulator) fn row(
    inner: &Inner,
    found: &Found,
    view: &View,
    zone: Zone,
    embed: Embed,
    now: i64,
    out: &mut String,
) {
    let fixture = found.fixture();
    let place = place_at(&inner.world, fixture, now);
    let league = &inner.world.leagues[fixture.league];
    let seconds = view.kickoff / 1_000;
    let (short, long) = view.code.texts();

    put(out, format_args!(r#"{{"fixture":{{"id":{},"referee":"#, fixture.id));
    text(out, place.referee.as_deref());
    let date = zone.write(seconds);
    put(
        out,
        format_args!(
            r#","timezone":"{}","date":"{date}","timestamp":{seconds},"periods":{{"first":"#,
            zone.name()
        ),
    );
    number(out, view.first);
    out.push_str(r#","second":"#);
    number(out, view.second);
    out.push_str(r#"},"venue":{"id":"#);
    number(out, place.ground_id);
    out.push_str(r#","name":"#);
    text(out, place.ground.as_deref());
    out.push_str(r#","city":"#);
    text(out, place.town.as_deref());
    put(out, format_args!(r#"}},"status":{{"long":"{long}","short":"{short}","elapsed":"#));
    number(out, view.elapsed);
    out.push_str(r#","extra":"#);
    number(out, view.extra);
    out.push_str(r#"}},"league":"#);
    out.push_str(&league.head);
    let round = round_name(league, fixture);
    let standings = league.kind == Kind::League;
    put(
        out,
        format_args!(
            r#","season":{},"round":"{round}","standings":{standings}}},"teams":{{"home":"#,
            fixture.season
        ),
    );
    for (side, team) in [fixture.home, fixture.away].into_iter().enumerate() {
        out.push_str(if side == 0 { "" } else { r#","away":"# });
        out.push_str(&inner.world.teams[team].head);
        out.push_str(r#","winner":"#);
        number(out, view.home_leads.map(|home| home == (side == 0)));
        out.push('}');
    }
    out.push_str(r#"},"goals":"#);
    pair(out, view.goals);
    for (name, score) in [
        (r#","score":{"halftime":"#, view.halftime),
        (r#","fulltime":"#, view.fulltime),
        (r#","extratime":"#, view.extratime),
        (r#","penalty":"#, view.penalty),
    ] {
        out.push_str(name);
        pair(out, score);
    }
    out.push('}');
    let list = |out: &mut String, name: &str, rows: &Rows| {
        put(out, format_args!(r#","{name}":{}"#, rows.array(None)));
    };
    match embed {
        Embed::Nothing => {}
        Embed::Events => list(out, "events", &detail::events(inner, found, view)),
        Embed::All => {
            list(out, "events", &detail::events(inner, found, view));
            list(out, "lineups", &detail::lineups(inner, found, now));
            list(out, "statistics", &detail::statistics(inner, found, view));
            list(out, "players", &detail::players(inner, found, view, now));
        }
    }
    out.push('}');
}

/// Writes a score.
fn pair(out: &mut String, score: Option<Pair>) {
    match score {
        Some([home, away]) => put(out, format_args!(r#"{{"home":{home},"away":{away}}}"#)),
        None => out.push_str(r#"{"home":null,"away":null}"#),
    }
}
