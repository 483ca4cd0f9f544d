//! The port to the documentation, and the pages it has.

/// The texts of the documentation.
#[cfg(feature = "ssr")]
pub trait Docs: Send + Sync {
    /// What a page says, drawn from our own texts and from what this installation is.
    fn article(&self, page: DocsPage) -> Article;
}

/// What a page says, as markup of our own. A browser has it on the page already and is sent it once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The text below the page's heading.
    pub body: String,
    /// The links to its headings; empty where there are none to speak of.
    pub contents: String,
}

/// A page of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocsPage {
    /// All of them.
    Index,
    /// From nothing to the first message.
    QuickStart,
    /// REST.
    Api,
    /// What is pushed.
    Realtime,
    /// Problems.
    Errors,
    /// What may be asked.
    Limits,
    /// What each sport has.
    Coverage,
    /// From other services.
    Migrating,
    /// The command line.
    Commands,
    /// For operators.
    Operations,
    /// What changed.
    Changelog,
}

impl DocsPage {
    /// All pages, in the order in which they are read.
    pub const ALL: [DocsPage; 11] = [
        DocsPage::Index,
        DocsPage::QuickStart,
        DocsPage::Api,
        DocsPage::Realtime,
        DocsPage::Errors,
        DocsPage::Limits,
        DocsPage::Coverage,
        DocsPage::Migrating,
        DocsPage::Commands,
        DocsPage::Operations,
        DocsPage::Changelog,
    ];

    /// Its address; the same with `.md` is the page as Markdown.
    pub const fn address(self) -> &'static str {
        match self {
            DocsPage::Index => "/docs",
            DocsPage::QuickStart => "/docs/quick-start",
            DocsPage::Api => "/docs/api",
            DocsPage::Realtime => "/docs/realtime",
            DocsPage::Errors => "/docs/errors",
            DocsPage::Limits => "/docs/limits",
            DocsPage::Coverage => "/docs/coverage",
            DocsPage::Migrating => "/docs/migrating",
            DocsPage::Commands => "/docs/commands",
            DocsPage::Operations => "/docs/operations",
            DocsPage::Changelog => "/docs/changelog",
        }
    }

    /// The page whose address ends in this word.
    pub fn named(word: &str) -> Option<Self> {
        let name = |page: &DocsPage| page.address().strip_prefix("/docs/") == Some(word);
        Self::ALL.into_iter().find(name)
    }

    /// The address of the page as Markdown.
    pub fn twin(self) -> String {
        format!("{}.md", self.address())
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            DocsPage::Index => "Documentation",
            DocsPage::QuickStart => "Quick start",
            DocsPage::Api => "API",
            DocsPage::Realtime => "Realtime",
            DocsPage::Errors => "Errors",
            DocsPage::Limits => "Limits",
            DocsPage::Coverage => "Coverage",
            DocsPage::Migrating => "Migrating",
            DocsPage::Commands => "Commands",
            DocsPage::Operations => "Operations",
            DocsPage::Changelog => "Changelog",
        }
    }

    /// What it tells, in a sentence.
    pub const fn about(self) -> &'static str {
        match self {
            DocsPage::Index => {
                "What there is to read about BTS Guru: its API, what it pushes, and how to run it."
            }
            DocsPage::QuickStart => {
                "From an account to the first request and the first message, in four languages."
            }
            DocsPage::Api => {
                "Every endpoint of REST, its parameters and its answers, to try with a key of your own."
            }
            DocsPage::Realtime => {
                "Channels, events, resuming and close codes, and a console that connects."
            }
            DocsPage::Errors => {
                "Every problem that an answer may name, why it comes and what to do."
            }
            DocsPage::Limits => {
                "The plans' numbers, the headers that tell them, what costs nothing, and what an address may do."
            }
            DocsPage::Coverage => {
                "What the data of each of the twelve sports holds: parts, clocks, events, tables, rankings."
            }
            DocsPage::Migrating => {
                "Coming from API-Sports, from Pusher or from Laravel Reverb: what to change, and what stays as it is."
            }
            DocsPage::Commands => "Every command of the program with its options and an example.",
            DocsPage::Operations => {
                "Running it: several processes, systemd and Supervisor, Redis, proxies, backups, upgrades."
            }
            DocsPage::Changelog => "All that users can notice, newest first; also as a feed.",
        }
    }

    /// The pages before and after it.
    pub fn neighbours(self) -> (Option<Self>, Option<Self>) {
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| Self::ALL.get(before));
        (before.copied(), Self::ALL.get(at + 1).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_the_last_word_of_its_address_and_the_index_by_none() {
        for page in DocsPage::ALL.into_iter().filter(|page| *page != DocsPage::Index) {
            let word = page.address().rsplit('/').next();
            assert_eq!(word.and_then(DocsPage::named), Some(page));
        }
        for word in ["", "docs", "api.json", "api/", "no-such"] {
            assert_eq!(DocsPage::named(word), None, "{word}");
        }
    }

    #[test]
    fn the_pages_are_a_chain_from_the_index_to_the_changelog() {
        let mut at = DocsPage::Index;
        assert_eq!(at.neighbours().0, None);
        for page in &DocsPage::ALL[1..] {
            assert_eq!(at.neighbours().1, Some(*page));
            assert_eq!(page.neighbours().0, Some(at));
            at = *page;
        }
        assert_eq!(at.neighbours().1, None);
    }
}
