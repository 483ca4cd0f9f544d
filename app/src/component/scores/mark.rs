//! What stands where the clock stands: short in a row, in words for a head and for readers.

use crate::component::time::{hour_minute, short_date};
use entity::model::{Instant, Phase, Sport, Status};

/// The state of a match as its row has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// `67'`, `Q3 2:17`, `Lap 23`, `HT`, `20:45`.
    pub main: String,
    /// What the figure is of, in small: `left`, `of 57`.
    pub unit: String,
}

/// The mark of a match.
///
/// `day` is the day of the page; a match of another day shows its date.
pub(crate) fn mark(sport: Sport, status: &Status, starts_at: Instant, day: &str) -> Mark {
    let main = match status.phase {
        Phase::Live => return live(sport, status),
        Phase::Unknown if status.label == NO_RESULT => "no result".to_owned(),
        Phase::Break | Phase::Finished | Phase::Unknown => code(sport, status),
        Phase::Suspended => "halted".to_owned(),
        Phase::Postponed => "postponed".to_owned(),
        Phase::Cancelled => "cancelled".to_owned(),
        Phase::Abandoned => "abandoned".to_owned(),
        Phase::Awarded => "awarded".to_owned(),
        Phase::Scheduled if status.code == "TBD" => "TBD".to_owned(),
        Phase::Scheduled => {
            let date = starts_at.date_naive();
            if date.to_string() == day {
                hour_minute(starts_at)
            } else {
                format!("{} {}", short_date(date), hour_minute(starts_at))
            }
        }
    };
    Mark { main, unit: String::new() }
}

/// The label of a match that the upstream has forgotten.
const NO_RESULT: &str = "No result reported";

/// Codes of parts over which football's one clock runs.
const RUNNING: [&str; 5] = ["1H", "2H", "ET", "P", "LIVE"];

fn live(sport: Sport, status: &Status) -> Mark {
    let part = code(sport, status);
    let Some(clock) = &status.clock else { return Mark { main: part, unit: String::new() } };
    let (figure, unit) = match clock.strip_suffix(" left") {
        Some(figure) => (figure, "left".to_owned()),
        None => match clock.split_once(" of ") {
            Some((figure, whole)) => (figure, format!("of {whole}")),
            None => (clock.as_str(), String::new()),
        },
    };
    // Elsewhere the clock starts anew in every part.
    let alone = match sport {
        Sport::Football => RUNNING.contains(&status.code.as_str()),
        Sport::Baseball | Sport::Formula1 | Sport::Mma => true,
        Sport::Basketball
        | Sport::Hockey
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl => false,
    };
    let main = if alone { figure.to_owned() } else { format!("{part} {figure}") };
    Mark { main, unit }
}

/// The upstream's code, or a word where the code is none that people read.
fn code(sport: Sport, status: &Status) -> String {
    let word = match (sport, status.code.as_str(), status.label.as_str()) {
        (Sport::Nba, _, label) => match label {
            "First quarter" => "Q1",
            "Second quarter" => "Q2",
            "Third quarter" => "Q3",
            "Fourth quarter" => "Q4",
            "Overtime" => "OT",
            "Half-time" => "HT",
            "Break" => "BT",
            "Finished" => "FT",
            "After overtime" => "AOT",
            "In play" => "live",
            other => other,
        },
        (Sport::Formula1, "Completed", _) => "finished",
        (Sport::Formula1, "Live", _) | (Sport::Mma, "LIVE", _) => "live",
        (Sport::Baseball, code, _) if code.starts_with("IN") && status.phase == Phase::Live => {
            return format!("Inning {}", &code[2..]);
        }
        // The code says no more than that it ended.
        (Sport::Rugby, "FT", "After overtime") => "AET",
        (_, "FT", "After overtime") => "AOT",
        (_, code, _) => code,
    };
    word.to_owned()
}

/// `Third quarter, 2:17 left`: the state in words, where what a row shows is short for them.
/// Football's own marks are read as they stand.
pub(crate) fn phrase(sport: Sport, status: &Status) -> Option<String> {
    if sport == Sport::Football {
        return None;
    }
    match status.phase {
        Phase::Live => Some(match &status.clock {
            Some(clock) => format!("{}, {}", status.label, spoken(clock)),
            None => status.label.clone(),
        }),
        Phase::Break | Phase::Finished | Phase::Unknown => Some(status.label.clone()),
        Phase::Scheduled
        | Phase::Suspended
        | Phase::Postponed
        | Phase::Cancelled
        | Phase::Abandoned
        | Phase::Awarded => None,
    }
}

/// A clock with its unit: `8'` is `8 min played`, `Top 7` is `top`, as the part is told beside it.
fn spoken(clock: &str) -> String {
    if let Some(minutes) = clock.strip_suffix('\'') {
        return format!("{minutes} min played");
    }
    for half in ["Top", "Bottom"] {
        if clock.starts_with(half) {
            return half.to_lowercase();
        }
    }
    let mut chars = clock.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    const TODAY: &str = "2026-05-17";

    fn status(phase: Phase, code: &str, label: &str, clock: Option<&str>) -> Status {
        Status {
            phase,
            code: code.to_owned(),
            label: label.to_owned(),
            clock: clock.map(ToOwned::to_owned),
            elapsed: None,
            extra: None,
        }
    }

    #[test]
    fn the_minute_column_speaks_for_every_phase() {
        let starts_at = fixtures::football().starts_at;
        let say = |phase: Phase, code: &str, clock: Option<&str>, day: &str| {
            mark(Sport::Football, &status(phase, code, "", clock), starts_at, day).main
        };
        assert_eq!(say(Phase::Live, "1H", Some("45+2'"), TODAY), "45+2'");
        assert_eq!(say(Phase::Live, "2H", None, TODAY), "2H");
        assert_eq!(say(Phase::Break, "HT", None, TODAY), "HT");
        assert_eq!(say(Phase::Finished, "PEN", None, TODAY), "PEN");
        assert_eq!(say(Phase::Scheduled, "NS", None, TODAY), "19:00");
        assert_eq!(say(Phase::Scheduled, "NS", None, "2026-05-18"), "17 May 19:00");
        assert_eq!(say(Phase::Scheduled, "TBD", None, TODAY), "TBD");
        assert_eq!(say(Phase::Postponed, "PST", None, TODAY), "postponed");
    }

    #[test]
    fn a_clock_stands_with_its_part_and_its_unit() {
        use Phase::{Break, Finished, Live, Unknown};
        let starts_at = fixtures::football().starts_at;
        for (sport, phase, code, label, clock, main, unit, words) in [
            (
                Sport::Nba,
                Live,
                "2",
                "Third quarter",
                Some("2:17 left"),
                "Q3 2:17",
                "left",
                "Third quarter, 2:17 left",
            ),
            (Sport::Nba, Live, "2", "Overtime", None, "OT", "", "Overtime"),
            (Sport::Nba, Break, "2", "Half-time", None, "HT", "", "Half-time"),
            (Sport::Nba, Finished, "3", "After overtime", None, "AOT", "", "After overtime"),
            (
                Sport::Basketball,
                Live,
                "Q2",
                "Second quarter",
                Some("8'"),
                "Q2 8'",
                "",
                "Second quarter, 8 min played",
            ),
            (
                Sport::Basketball,
                Finished,
                "FT",
                "After overtime",
                None,
                "AOT",
                "",
                "After overtime",
            ),
            (
                Sport::AmericanFootball,
                Live,
                "Q4",
                "Fourth quarter",
                Some("12 min left"),
                "Q4 12 min",
                "left",
                "Fourth quarter, 12 min left",
            ),
            (
                Sport::Baseball,
                Live,
                "IN7",
                "Seventh inning",
                Some("Top 7"),
                "Top 7",
                "",
                "Seventh inning, top",
            ),
            (
                Sport::Baseball,
                Live,
                "IN12",
                "Extra innings",
                Some("Inning 12"),
                "Inning 12",
                "",
                "Extra innings, inning 12",
            ),
            (Sport::Baseball, Live, "IN3", "Third inning", None, "Inning 3", "", "Third inning"),
            (
                Sport::Hockey,
                Live,
                "P2",
                "Second period",
                Some("12'"),
                "P2 12'",
                "",
                "Second period, 12 min played",
            ),
            (Sport::Volleyball, Live, "S4", "Fourth set", None, "S4", "", "Fourth set"),
            (Sport::Mma, Live, "LIVE", "In progress", None, "live", "", "In progress"),
            (
                Sport::Formula1,
                Live,
                "Live",
                "In progress",
                Some("Lap 23 of 57"),
                "Lap 23",
                "of 57",
                "In progress, lap 23 of 57",
            ),
            (Sport::Formula1, Finished, "Completed", "Finished", None, "finished", "", "Finished"),
            (
                Sport::Rugby,
                Unknown,
                "NS",
                "No result reported",
                None,
                "no result",
                "",
                "No result reported",
            ),
        ] {
            let status = status(phase, code, label, clock);
            let expected = Mark { main: main.to_owned(), unit: unit.to_owned() };
            assert_eq!(mark(sport, &status, starts_at, TODAY), expected, "{sport} {code}");
            assert_eq!(phrase(sport, &status).as_deref(), Some(words), "{sport} {code}");
        }
    }

    #[test]
    fn no_mark_of_any_sport_has_an_empty_minute() {
        for sport in Sport::ALL {
            let it = fixtures::of(sport);
            let mark = mark(sport, &it.status, it.starts_at, TODAY);
            assert!(!mark.main.is_empty() && mark.main != "'", "{sport}");
            assert!(!mark.main.contains("null") && !mark.main.ends_with(' '), "{sport}");
        }
    }
}
