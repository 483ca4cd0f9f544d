//! Rows of `/leagues` and `/teams`.

use super::put;
use crate::simulator::calendar::year_of;
use crate::simulator::world::{Coverage, Kind, League, Team, escape};
use chrono::{DateTime, Utc};

/// Writes a league as known on `today` (days since 1970).
pub(in crate::simulator) fn league(league: &League, today: i64, out: &mut String) {
    let date = |day: i64| {
        DateTime::<Utc>::from_timestamp(day * 86_400, 0)
            .unwrap_or_default()
            .format("%Y-%m-%d")
            .to_string()
    };
    let (_, first, last) = crate::simulator::calendar::phase_on(league, today);
    let year = year_of(first);
    let kind = match league.kind {
        Kind::League => "League",
        Kind::Cup => "Cup",
    };
    let id = league.id;
    put(
        out,
        format_args!(
            r#"{{"league":{{"id":{id},"name":"{}","type":"{kind}","logo":"https://media.api-sports.io/football/leagues/{id}.png"}},"#,
            escape(&league.name)
        ),
    );
    put(out, format_args!(r#""country":{{"name":"{}","code":"#, escape(league.country.name)));
    super::text(out, league.country.code);
    out.push_str(r#","flag":"#);
    let flag = league
        .country
        .code
        .map(|code| format!("https://media.api-sports.io/flags/{}.svg", code.to_lowercase()));
    super::text(out, flag.as_deref());
    let (start, end) = (date(first), date(last));
    put(
        out,
        format_args!(
            r#"}},"seasons":[{{"year":{year},"start":"{start}","end":"{end}","current":true,"coverage":"#
        ),
    );
    let events = league.coverage.has_events();
    let full = league.coverage == Coverage::Full;
    let table = league.kind == Kind::League;
    put(
        out,
        format_args!(
            r#"{{"fixtures":{{"events":{events},"lineups":{full},"statistics_fixtures":{full},"statistics_players":{full}}},"standings":{table},"players":{full},"top_scorers":{events},"top_assists":{events},"top_cards":{events},"injuries":false,"predictions":false,"odds":false}}}}]}}"#
        ),
    );
}

/// Writes a club.
pub(in crate::simulator) fn team(team: &Team, out: &mut String) {
    let id = team.id;
    put(
        out,
        format_args!(
            r#"{{"team":{{"id":{id},"name":"{}","code":"{}","#,
            escape(&team.name),
            team.code
        ),
    );
    put(
        out,
        format_args!(
            r#""country":"{}","founded":{},"national":false,"#,
            escape(team.country.name),
            team.founded
        ),
    );
    put(
        out,
        format_args!(r#""logo":"https://media.api-sports.io/football/teams/{id}.png"}},"venue":"#),
    );
    match &team.ground {
        Some(ground) => {
            let venue = team.ground_id();
            put(
                out,
                format_args!(
                    r#"{{"id":{venue},"name":"{}","address":"1 Stadium Road","city":"{}","capacity":{},"surface":"grass","image":"https://media.api-sports.io/football/venues/{venue}.png"}}}}"#,
                    escape(ground),
                    escape(&team.town),
                    team.capacity
                ),
            );
        }
        None => out.push_str(
            r#"{"id":null,"name":null,"address":null,"city":null,"capacity":null,"surface":null,"image":null}}"#,
        ),
    }
}
