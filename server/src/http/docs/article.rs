//! What each page of the documentation says: as Markdown, and as the app's pages show it.

use super::{
    changelog,
    markdown::{self, Drawn, Heading, contents},
    page_api, page_errors, page_realtime, written,
};
use crate::app::AppState;
use app::port::{Article, DocsPage};

/// The page as Markdown.
pub(super) fn text(page: DocsPage, app: &AppState) -> String {
    let text = match page {
        DocsPage::Index => include_str!("text/index.md"),
        DocsPage::QuickStart => include_str!("text/quick-start.md"),
        DocsPage::Api => return page_api::text(),
        DocsPage::Realtime => return page_realtime::text(app),
        DocsPage::Errors => return page_errors::text(),
        DocsPage::Limits => include_str!("text/limits.md"),
        DocsPage::Coverage => include_str!("text/coverage.md"),
        DocsPage::Migrating => include_str!("text/migrating.md"),
        // Made of the parser; see the test in `cli/commands_text.rs`.
        DocsPage::Commands => return include_str!("text/commands.md").to_owned(),
        DocsPage::Operations => include_str!("text/operations.md"),
        DocsPage::Changelog => return changelog::TEXT.to_owned(),
    };
    written::fill(text, app)
}

/// The page as markup: what stands below its heading, and the ways within it.
pub fn article(page: DocsPage, app: &AppState) -> Article {
    match page {
        DocsPage::Api => shown(page_api::body(), &[]),
        DocsPage::Realtime => {
            let (html, headings) = page_realtime::body(app);
            shown(html, &headings)
        }
        DocsPage::Errors => {
            let (html, headings) = page_errors::body();
            shown(html, &headings)
        }
        DocsPage::Index
        | DocsPage::QuickStart
        | DocsPage::Limits
        | DocsPage::Coverage
        | DocsPage::Migrating
        | DocsPage::Commands
        | DocsPage::Operations
        | DocsPage::Changelog => {
            let Drawn { html, headings } = markdown::draw(&text(page, app));
            shown(html, &headings)
        }
    }
}

fn shown(body: String, headings: &[Heading]) -> Article {
    Article { body, contents: contents(headings) }
}
