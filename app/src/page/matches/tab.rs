//! The tabs of the page; each is a link, so they work without a script.

use crate::reading::Reading;
use entity::model::{Match, Sport};

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

    pub(super) const fn as_str(self) -> &'static str {
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
        Self::ALL.into_iter().find(|tab| Some(tab.as_str()) == word).unwrap_or_default()
    }

    /// The query string that leads to it.
    pub(super) fn query(self) -> String {
        match self {
            Tab::Summary => String::new(),
            Tab::Statistics | Tab::Lineups | Tab::Developer => format!("?tab={}", self.as_str()),
        }
    }

    /// Whether there is anything under it for `shown`, or will be: football has both as a rule, other
    /// sports where the upstream tells them. The measures of a race stand in its order.
    pub(super) fn fits(self, shown: &Match) -> bool {
        let football = shown.sport == Sport::Football;
        match self {
            Tab::Summary | Tab::Developer => true,
            Tab::Statistics => match Reading::of(shown.sport) {
                Reading::Race => false,
                Reading::Goals | Reading::Line(_) | Reading::Sets | Reading::Bout => {
                    football || shown.statistics.as_ref().is_some_and(|rows| !rows.is_empty())
                }
            },
            Tab::Lineups => {
                football || shown.lineups.as_ref().is_some_and(|sides| !sides.is_empty())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn tabs(sport: Sport) -> Vec<Tab> {
        let it = fixtures::of(sport);
        Tab::ALL.into_iter().filter(|tab| tab.fits(&it)).collect()
    }

    #[test]
    fn there_is_a_tab_only_where_there_is_something() {
        assert_eq!(tabs(Sport::Football), Tab::ALL);
        assert_eq!(tabs(Sport::Baseball), [Tab::Summary, Tab::Statistics, Tab::Developer]);
        for sport in [Sport::Nba, Sport::Rugby, Sport::Mma, Sport::Formula1] {
            assert_eq!(tabs(sport), [Tab::Summary, Tab::Developer], "{sport}");
        }
    }

    #[test]
    fn each_tab_is_found_by_its_word_and_nonsense_is_the_summary() {
        for tab in Tab::ALL {
            assert_eq!(Tab::from_word(Some(tab.as_str())), tab);
        }
        assert_eq!(Tab::from_word(Some("x")), Tab::Summary);
        assert_eq!(Tab::from_word(None), Tab::Summary);
    }
}
