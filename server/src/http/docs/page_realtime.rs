//! `/docs/realtime`: channels, events, resuming, close codes, and a console that connects.

use super::{
    html,
    markdown::{self, Heading, linked},
    written::fill,
};
use crate::{app::AppState, config::Realtime};
use pulldown_cmark::HeadingLevel;

const TEXT: &str = include_str!("text/realtime.md");
/// Where in the text the console stands.
const CONSOLE: &str = "{{console}}\n";

/// The page as Markdown, which has no console.
pub(super) fn text(app: &AppState) -> String {
    fill(&TEXT.replace(CONSOLE, ""), app)
}

/// The page below its heading.
pub(super) fn body(app: &AppState) -> (String, Vec<Heading>) {
    let (before, after) = TEXT.split_once(CONSOLE).unwrap_or((TEXT, ""));
    let [before, after] = [before, after].map(|text| markdown::draw(&fill(text, app)));
    let html = before.html + &console(&app.config.realtime) + &after.html;
    let console =
        Heading { level: HeadingLevel::H2, id: "console".to_owned(), words: "Console".to_owned() };
    (html, before.headings.into_iter().chain([console]).chain(after.headings).collect())
}

/// A form that `public/docs-console.js` sees to.
fn console(realtime: &Realtime) -> String {
    let heading = linked("console", "Console");
    format!(
        "<section><h2 id=\"console\">{heading}</h2><p>Connects from this page and shows what comes.</p>\
<noscript><p>The console needs script; the lines above work without.</p></noscript>\
<div class=\"panel\"><form id=\"console-form\" class=\"docs-console\" data-key=\"{}\" data-host=\"{}\" data-port=\"{}\">\
<label>Channel<input class=\"input\" name=\"channel\" value=\"sports.football\" required autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\"></label> \
<button class=\"btn btn-primary\" type=\"submit\">Connect</button> <button class=\"btn\" type=\"button\" id=\"console-stop\" disabled>Disconnect</button>\
<p id=\"console-state\" role=\"status\">Not connected.</p></form>\
<ol id=\"console-log\" class=\"docs-log\" tabindex=\"0\" aria-label=\"Messages, latest first\"></ol></div></section>",
        html::escape(&realtime.app_key),
        html::escape(realtime.host.as_deref().unwrap_or_default()),
        realtime.port.map(|port| port.to_string()).unwrap_or_default()
    )
}
