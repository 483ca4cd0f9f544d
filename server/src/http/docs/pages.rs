//! The pages, in order: what each is called and says, and the Markdown it is or is like.

use super::{written, written::fill};
use crate::app::AppState;

/// One page.
pub(super) struct Page {
    /// Its address; the same with `.md` is the page as Markdown.
    pub address: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it tells, in a sentence.
    pub about: &'static str,
    /// The page as Markdown.
    pub text: fn(&AppState) -> String,
}

/// All of them.
pub(super) static INDEX: Page = Page {
    address: "/docs",
    title: "Documentation",
    about: "What there is to read.",
    text: written::index,
};
/// From nothing to the first message.
pub(super) static QUICK_START: Page = Page {
    address: "/docs/quick-start",
    title: "Quick start",
    about: "From an account to the first request and the first message, in four languages.",
    text: |app| fill(include_str!("text/quick-start.md"), app),
};
/// REST.
pub(super) static API: Page = Page {
    address: "/docs/api",
    title: "API",
    about: "Every endpoint of REST, its parameters and its answers, to try with a key of your own.",
    text: |_| super::page_api::text(),
};
/// What is pushed.
pub(super) static REALTIME: Page = Page {
    address: "/docs/realtime",
    title: "Realtime",
    about: "Channels, events, resuming and close codes, and a console that connects.",
    text: super::page_realtime::text,
};
/// Problems.
pub(super) static ERRORS: Page = Page {
    address: "/docs/errors",
    title: "Errors",
    about: "Every problem that an answer may name, why it comes and what to do.",
    text: |_| super::page_errors::text(),
};
/// What may be asked.
pub(super) static LIMITS: Page = Page {
    address: "/docs/limits",
    title: "Limits",
    about: "The plans' numbers, the headers that tell them, what costs nothing, and what an address may do.",
    text: |app| fill(include_str!("text/limits.md"), app),
};
/// What each sport has.
pub(super) static COVERAGE: Page = Page {
    address: "/docs/coverage",
    title: "Coverage",
    about: "What the data of each of the twelve sports holds: parts, clocks, events, tables, rankings.",
    text: |app| fill(include_str!("text/coverage.md"), app),
};
/// From other services.
pub(super) static MIGRATING: Page = Page {
    address: "/docs/migrating",
    title: "Migrating",
    about: "Coming from API-Sports, from Pusher or from Laravel Reverb: what works today, and what does not yet.",
    text: |app| fill(include_str!("text/migrating.md"), app),
};
/// The command line. The text is made of the parser; see the test in `cli/commands_text.rs`.
pub(super) static COMMANDS: Page = Page {
    address: "/docs/commands",
    title: "Commands",
    about: "Every command of the program with its options and an example.",
    text: |_| include_str!("text/commands.md").to_owned(),
};
/// For operators.
pub(super) static OPERATIONS: Page = Page {
    address: "/docs/operations",
    title: "Operations",
    about: "Running it: several processes, systemd and Supervisor, Redis, proxies, backups, upgrades.",
    text: |app| fill(include_str!("text/operations.md"), app),
};
/// What changed.
pub(super) static CHANGELOG: Page = Page {
    address: "/docs/changelog",
    title: "Changelog",
    about: "All that users can notice, newest first; also as a feed.",
    text: |_| super::changelog::TEXT.to_owned(),
};

/// All pages.
pub(super) static ALL: [&Page; 11] = [
    &INDEX,
    &QUICK_START,
    &API,
    &REALTIME,
    &ERRORS,
    &LIMITS,
    &COVERAGE,
    &MIGRATING,
    &COMMANDS,
    &OPERATIONS,
    &CHANGELOG,
];

/// Those that are drawn from their Markdown alone.
pub(super) static WRITTEN: [&Page; 8] =
    [&INDEX, &QUICK_START, &LIMITS, &COVERAGE, &MIGRATING, &COMMANDS, &OPERATIONS, &CHANGELOG];
