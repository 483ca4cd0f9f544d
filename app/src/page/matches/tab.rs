//! The tabs of the page; each is a link, so they work without a script.

use entity::model::Match;

/// One part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// What happened.
    #[default]
    Summary,
    /// Counted facts.
    Statistics,
    /// Who is on the field.
    Lineups,
    /// How to follow it by code.
    Developer,
}

impl Tab {
    pub(super) const ALL: [Tab; 4] = [Tab::Summary, Tab::Statistics, Tab::Lineups, Tab::Developer];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Tab::Summary => "summary",
            Tab::Statistics => "statistics",
            Tab::Lineups => "lineups",
            Tab::Developer => "developer",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Tab::Summary => "Summary",
            Tab::Statistics => "Statistics",
            Tab::Lineups => "Line-ups",
            Tab::Developer => "Developer",
        }
    }

    /// The tab of that word; anything else is the summary.
    pub(super) fn from_word(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|tab| Some(tab.word()) == word).unwrap_or_default()
    }

    /// The query string that leads to it.
    pub(super) fn query(self) -> String {
        match self {
            Tab::Summary => String::new(),
            Tab::Statistics | Tab::Lineups | Tab::Developer => format!("?tab={}", self.word()),
        }
    }

    /// Whether there is anything under it for `shown`; line-ups are football's alone.
    pub(super) fn fits(self, shown: &Match) -> bool {
        match self {
            Tab::Summary | Tab::Developer => true,
            Tab::Statistics => shown.competitors.len() == 2,
            Tab::Lineups => {
                shown.lineups.is_some() || shown.sport == entity::model::Sport::Football
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tab_is_found_by_its_word_and_nonsense_is_the_summary() {
        for tab in Tab::ALL {
            assert_eq!(Tab::from_word(Some(tab.word())), tab);
        }
        assert_eq!(Tab::from_word(Some("x")), Tab::Summary);
        assert_eq!(Tab::from_word(None), Tab::Summary);
    }
}
