//! `/docs/realtime`: channels, events, resuming, close codes, and a console that connects.

use super::{html, markdown, pages, written::fill};
use crate::{app::AppState, config::Realtime, http::client_ip};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};

const HEAD: &str = "<script src=\"/docs-console.js\" defer></script>";
const TEXT: &str = include_str!("text/realtime.md");
/// Where in the text the console stands.
const CONSOLE: &str = "{{console}}\n";

/// The page.
pub(super) async fn realtime(
    State(app): State<AppState>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    let config = &app.config;
    let host = client_ip::host(&headers, &uri).unwrap_or_else(|| config.bind.app_host());
    let sockets = config.realtime.sources(host);
    html::page(&headers, &pages::REALTIME, HEAD, &body(&app), &sockets)
}

/// The page as Markdown, which has no console.
pub(super) fn text(app: &AppState) -> String {
    fill(&TEXT.replace(CONSOLE, ""), app)
}

fn body(app: &AppState) -> String {
    let (before, after) = TEXT.split_once(CONSOLE).unwrap_or((TEXT, ""));
    let [before, after] = [before, after].map(|text| markdown::html(&fill(text, app)));
    before + &console(&app.config.realtime) + &after
}

fn console(realtime: &Realtime) -> String {
    let mut body = "<section><h2>Console</h2><p>Connects from this page and shows what comes.</p>\
<noscript><p>The console needs script; the lines above work without.</p></noscript>"
        .to_owned();
    body.push_str(&format!(
        "<div class=\"panel\"><form id=\"console\" class=\"docs-console\" data-key=\"{}\" data-host=\"{}\" data-port=\"{}\">\
<label>Channel<input class=\"input\" name=\"channel\" value=\"sports.football\" required autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\"></label> \
<button class=\"btn btn-primary\" type=\"submit\">Connect</button> <button class=\"btn\" type=\"button\" id=\"console-stop\" disabled>Disconnect</button>\
<p id=\"console-state\" role=\"status\">Not connected.</p></form>\
<ol id=\"console-log\" class=\"docs-log\" tabindex=\"0\" aria-label=\"Messages, latest first\"></ol></div></section>",
        html::escape(&realtime.app_key),
        html::escape(realtime.host.as_deref().unwrap_or_default()),
        realtime.port.map(|port| port.to_string()).unwrap_or_default()
    ));
    body
}
