//! States by their codes.

use entity::model::Phase;

/// One sport's codes, each with its phase and its meaning in plain English.
pub(crate) type Codes = [(&'static str, Phase, &'static str)];

/// What an upstream code means in one sport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// As the documentation writes it; as it came where it is unknown.
    pub code: String,
    pub phase: Phase,
    pub label: String,
}

impl State {
    /// The state of a code, whatever its case and blanks; `None` where there is no code at all.
    ///
    /// A code that the sport's table does not have is unknown, never play and never an end.
    pub fn read(codes: &Codes, raw: Option<&str>, long: Option<&str>) -> Option<Self> {
        let raw = raw?;
        let found = codes.iter().find(|(code, ..)| same(code, raw));
        Some(match found {
            Some((code, phase, label)) => {
                State { code: (*code).to_owned(), phase: *phase, label: (*label).to_owned() }
            }
            None => State {
                code: raw.to_owned(),
                phase: Phase::Unknown,
                label: long.unwrap_or("Unknown").to_owned(),
            },
        })
    }

    /// The number at the end of a code such as `Q3`.
    pub fn number(&self, letters: &str) -> Option<usize> {
        self.code.strip_prefix(letters)?.parse().ok()
    }

    /// Whether the state can have a score: it has begun, or nobody knows.
    ///
    /// The upstream leaves 0-0 on matches that were called off or have not begun.
    pub const fn counts(&self) -> bool {
        match self.phase {
            Phase::Live
            | Phase::Break
            | Phase::Suspended
            | Phase::Finished
            | Phase::Abandoned
            | Phase::Awarded
            | Phase::Unknown => true,
            Phase::Scheduled | Phase::Postponed | Phase::Cancelled => false,
        }
    }
}

/// Whether two codes are one, without regard to case and blanks.
fn same(code: &str, raw: &str) -> bool {
    let letters = |text: &'_ str| -> Vec<char> {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
    };
    letters(code) == letters(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &Codes = &[("NS", Phase::Scheduled, "Not started"), ("Q3", Phase::Live, "Third")];

    #[test]
    fn a_code_is_known_in_any_case_and_goes_out_as_documented() {
        for raw in ["Q3", "q3", " Q 3 "] {
            let state = State::read(CODES, Some(raw), None).expect("there is a code");
            assert_eq!((state.code.as_str(), state.phase), ("Q3", Phase::Live), "{raw}");
            assert_eq!(state.number("Q"), Some(3));
        }
        assert_eq!(State::read(CODES, None, Some("Finished")), None);
    }

    #[test]
    fn a_code_of_another_sport_is_unknown() {
        let state = State::read(CODES, Some("P3"), Some("Third period")).expect("there is a code");
        assert_eq!((state.code.as_str(), state.phase), ("P3", Phase::Unknown));
        assert_eq!(state.label, "Third period");
    }
}
