//! What each sport has, made of what its upstream is asked for.

use super::tables::table;
use crate::gateway::standings;
use entity::model::Sport;
use upstream::sport::{ask, endpoint::update_seconds};

/// Where matches in play are read from, and what is told of them.
pub(super) fn matches() -> String {
    let rows = Sport::ALL.map(|sport| {
        let particulars = ask::particulars(sport);
        let told = match sport {
            Sport::Football => "events, statistics, line-ups".to_owned(),
            _ if particulars.is_empty() => NONE.to_owned(),
            _ => particulars.iter().map(|it| it.name()).collect::<Vec<_>>().join(", "),
        };
        let list = if ask::live(sport).is_some() { "live list" } else { "the day's list" };
        [
            format!("{} (`{sport}`)", sport.name()),
            format!("{list}, renewed every {} s", update_seconds(sport)),
            parts(sport).to_owned(),
            clock(sport).to_owned(),
            told,
        ]
    });
    table(
        ["Sport", "In play by", "`periods`", "`status.clock`", "More of a match"],
        rows.into_iter(),
    )
}

/// Tables and rankings.
pub(super) fn leagues() -> String {
    let rows = Sport::ALL.map(|sport| {
        let tables = if standings::has_any(sport) { groups(sport) } else { NONE };
        let metrics = ask::metrics(sport).iter().map(|metric| format!("`{metric}`"));
        let metrics: Vec<String> = metrics.collect();
        let leaders = if metrics.is_empty() { NONE.to_owned() } else { metrics.join(", ") };
        [sport.name().to_owned(), league(sport).to_owned(), tables.to_owned(), leaders]
    });
    table(["Sport", "A league is", "`/standings`", "`/leaders/{metric}`"], rows.into_iter())
}

const NONE: &str = "none";

/// The names of a match's parts.
const fn parts(sport: Sport) -> &'static str {
    match sport {
        Sport::Football => "`1H`, `2H`, `ET`, `PEN`",
        Sport::Basketball | Sport::Nba | Sport::AmericanFootball | Sport::Afl => {
            "`Q1` to `Q4`, `OT`"
        }
        Sport::Hockey => "`P1` to `P3`, `OT`, `SO`",
        Sport::Baseball => "innings `1` to `9`, `EI`",
        Sport::Handball => "`1H`, `2H`, `OT`, `OT+PEN`",
        Sport::Rugby => "`1H`, `2H`, `OT`, `OT2`",
        Sport::Volleyball => "`S1` to `S5`",
        Sport::Mma => "`R1`…, once the bout is over",
        Sport::Formula1 => NONE,
    }
}

/// What the clock tells.
const fn clock(sport: Sport) -> &'static str {
    match sport {
        Sport::Football => "minutes played",
        Sport::Basketball | Sport::Hockey => "minutes of the part, where told",
        Sport::Nba | Sport::AmericanFootball => "time left of the quarter",
        Sport::Baseball => "the inning, top or bottom",
        Sport::Formula1 => "laps, where told",
        Sport::Handball | Sport::Rugby | Sport::Volleyball | Sport::Afl | Sport::Mma => NONE,
    }
}

const fn league(sport: Sport) -> &'static str {
    match sport {
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl => "a competition",
        Sport::Mma => "a card: the bouts of one evening",
        Sport::Formula1 => "a Grand Prix: the sessions of its weekend",
    }
}

/// How tables are divided.
const fn groups(sport: Sport) -> &'static str {
    match sport {
        Sport::Football
        | Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball => "by stage and group",
        Sport::AmericanFootball | Sport::Nba => "by conference and division",
        Sport::Afl => "one table",
        Sport::Formula1 => "drivers and teams of the season",
        Sport::Mma => NONE,
    }
}
