//! The parts of a match, and their names.

use super::text::ordinal_word;
use crate::reading::{Parts, Reading};
use entity::model::{Period, Phase, Sport, Status};

/// One part as a column of a line score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// `Q3`, `OT`.
    pub name: String,
    /// What each side scored in it; nothing in one that is still to come.
    pub scores: [Option<i64>; 2],
    /// Played on top of regular time: overtime, extra innings, a shoot-out.
    pub beyond: bool,
    /// It is played now.
    pub on: bool,
}

impl Part {
    /// Whether either side has a number in it.
    pub(crate) fn is_told(&self) -> bool {
        self.scores.iter().any(Option::is_some)
    }

    /// Whether the side at `place` got more than the other.
    pub(crate) fn leads(&self, place: usize) -> bool {
        let own = self.scores.get(place).copied().flatten();
        own > self.scores.get(1 - place.min(1)).copied().flatten()
    }
}

/// The columns of a line score, regular parts first, played or not; none where nothing is told.
pub(crate) fn parts(sport: Sport, periods: &[Period], status: &Status) -> Vec<Part> {
    if periods.is_empty() {
        return Vec::new();
    }
    let reading = Reading::of(sport);
    let regular = reading.regular();
    let running = running(regular, periods, status);
    let part = |name: &str, period: Option<&Period>| Part {
        scores: [0, 1].map(|side| period.and_then(|it| it.scores.get(side).copied().flatten())),
        // Sets are as many as are played; none of them is on top.
        beyond: !regular.is_empty() && !regular.contains(&name),
        on: running.as_deref() == Some(name),
        name: name.to_owned(),
    };
    let told = |name: &str| periods.iter().find(|period| period.name == name);
    let more = periods.iter().filter(|period| !regular.contains(&period.name.as_str()));
    let more = more.map(|period| part(&period.name, Some(period)));
    regular.iter().map(|name| part(name, told(name))).chain(more).collect()
}

/// The part that is played: the one its code names, else the last one told.
fn running(regular: &[&str], periods: &[Period], status: &Status) -> Option<String> {
    if status.phase != Phase::Live {
        return None;
    }
    let code = status.code.strip_prefix("IN").unwrap_or(&status.code);
    let named = regular.iter().find(|name| **name == code).map(|name| (*name).to_owned());
    named.or_else(|| periods.last().map(|period| period.name.clone()))
}

/// `Third quarter`, `Overtime`, `Second extra time`; the name itself where it is none of ours.
pub(crate) fn part_name(sport: Sport, name: &str) -> String {
    let reading = Reading::of(sport);
    // Each sport has its own word for what is played on top.
    let beyond = match reading {
        Reading::Goals => "extra time",
        Reading::Line(Parts::Halves) if matches!(sport, Sport::Rugby) => "extra time",
        Reading::Line(_) | Reading::Sets | Reading::Bout | Reading::Race => "overtime",
    };
    match name {
        "OT" | "ET" => capital(beyond),
        "EI" => "Extra innings".to_owned(),
        "SO" | "PEN" => "Shoot-out".to_owned(),
        "OT+PEN" => format!("{} and shoot-out", capital(beyond)),
        _ => {
            let number = |text: &str| text.parse::<u32>().ok();
            let letters = name.trim_matches(|c: char| c.is_ascii_digit());
            let figures = name.trim_matches(|c: char| c.is_ascii_alphabetic());
            match (letters, number(figures)) {
                ("OT", Some(n)) => format!("{} {beyond}", ordinal_word(n)),
                ("" | "Q" | "P" | "S" | "H" | "R", Some(n)) => {
                    format!("{} {}", ordinal_word(n), reading.part())
                }
                _ => name.to_owned(),
            }
        }
    }
}

/// The same with a capital letter.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn columns(sport: Sport) -> Vec<(String, bool, bool)> {
        let it = fixtures::of(sport);
        let parts = parts(sport, &it.periods, &it.status);
        parts.into_iter().map(|part| (part.name, part.beyond, part.on)).collect()
    }

    fn names(columns: &[(String, bool, bool)]) -> Vec<&str> {
        columns.iter().map(|(name, ..)| name.as_str()).collect()
    }

    #[test]
    fn parts_to_come_have_their_columns_and_overtime_is_apart() {
        let quarters = columns(Sport::Nba);
        assert_eq!(names(&quarters), ["Q1", "Q2", "Q3", "Q4"]);
        assert_eq!(quarters.iter().filter(|(.., on)| *on).count(), 1, "one is played");
        let periods = columns(Sport::Hockey);
        assert_eq!(names(&periods), ["P1", "P2", "P3", "OT", "SO"]);
        assert_eq!(periods.iter().filter(|(_, beyond, _)| *beyond).count(), 2);
        assert_eq!(columns(Sport::Baseball).len(), 9);
        assert_eq!(names(&columns(Sport::Volleyball)), ["S1", "S2", "S3", "S4"]);
        assert!(columns(Sport::Volleyball).iter().all(|(_, beyond, _)| !beyond));
    }

    #[test]
    fn nothing_told_is_no_line() {
        let it = fixtures::of(Sport::Rugby);
        assert!(parts(Sport::Rugby, &[], &it.status).is_empty());
    }

    #[test]
    fn the_inning_of_the_code_is_the_one_that_is_played() {
        let columns = columns(Sport::Baseball);
        let on: Vec<&str> =
            columns.iter().filter(|(.., on)| *on).map(|(name, ..)| name.as_str()).collect();
        assert_eq!(on, ["7"]);
    }

    #[test]
    fn each_part_has_a_name_in_words() {
        for (sport, name, words) in [
            (Sport::Nba, "Q3", "Third quarter"),
            (Sport::Nba, "OT2", "Second overtime"),
            (Sport::Hockey, "P1", "First period"),
            (Sport::Hockey, "SO", "Shoot-out"),
            (Sport::Baseball, "7", "Seventh inning"),
            (Sport::Baseball, "EI", "Extra innings"),
            (Sport::Handball, "1H", "First half"),
            (Sport::Handball, "OT+PEN", "Overtime and shoot-out"),
            (Sport::Rugby, "OT", "Extra time"),
            (Sport::Rugby, "OT2", "Second extra time"),
            (Sport::Volleyball, "S5", "Fifth set"),
            (Sport::Football, "ET", "Extra time"),
            (Sport::Football, "2H", "Second half"),
            (Sport::Mma, "R2", "Second round"),
            (Sport::Afl, "X9Y", "X9Y"),
        ] {
            assert_eq!(part_name(sport, name), words, "{sport} {name}");
        }
    }
}
