//! `/docs/realtime`: channels, events, resuming, close codes, and a console that connects.

use super::{
    asyncapi::{EVENTS, example},
    html,
};
use crate::{app::AppState, config::Realtime, http::client_ip};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use live::CloseCode;

const HEAD: &str = "<script src=\"/docs-console.js\" defer></script>";

/// The page.
pub(super) async fn realtime(
    State(app): State<AppState>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    let config = &app.config;
    let host = client_ip::host(&headers, &uri).unwrap_or_else(|| config.bind.app_host());
    let sockets = config.realtime.sources(host);
    let body = body(&config.realtime, &config.bind.app_url);
    html::page(&headers, "Realtime", HEAD, &body, &sockets)
}

fn body(realtime: &Realtime, app_url: &str) -> String {
    let (key, url) = (html::escape(&realtime.app_key), html::escape(app_url.trim_end_matches('/')));
    let tls = app_url.starts_with("https");
    let host = app_url.split_once("://").map_or(app_url, |(_, rest)| rest);
    let host = host.trim_end_matches('/');
    let (name, own_port) = host.rsplit_once(':').unwrap_or((host, if tls { "443" } else { "80" }));
    let port = realtime.port.map_or_else(|| own_port.to_owned(), |port| port.to_string());
    let name = realtime.host.as_deref().unwrap_or(name);
    let (name, port) = (html::escape(name), html::escape(&port));
    let mut body = "<p>Every accepted change of a match is one message, on each channel that covers it. Any Pusher \
client works unmodified; where there is none, Server-Sent Events carry the same. The description for programs: \
<a href=\"/docs/realtime.json\">/docs/realtime.json</a> (AsyncAPI 3.0).</p>"
        .to_owned();
    body.push_str(&format!(
        "<section><h2>Connect</h2>\
<h3>pusher-js</h3><pre tabindex=\"0\"><code>import Pusher from 'pusher-js';\n\n\
const pusher = new Pusher('{key}', {{\n  wsHost: '{name}', wsPort: {port}, wssPort: {port},\n  forceTLS: {tls}, \
enabledTransports: ['ws', 'wss'], cluster: '',\n}});\n\
const channel = pusher.subscribe('sports.football');\n\
channel.bind('score.updated', (change) =&gt; {{\n  console.log(change.match, change.changes);\n}});</code></pre>\
<h3>Laravel Echo</h3><pre tabindex=\"0\"><code>import Echo from 'laravel-echo';\nimport Pusher from 'pusher-js';\n\n\
const echo = new Echo({{\n  broadcaster: 'reverb', key: '{key}', Pusher,\n  \
wsHost: '{name}', wsPort: {port}, wssPort: {port},\n  forceTLS: {tls}, enabledTransports: ['ws', 'wss'],\n}});\n\
echo.channel('sports.football').listen('.score.updated', (change) =&gt; {{\n  console.log(change.match, change.changes);\n}});</code></pre>\
<h3>Server-Sent Events</h3><pre tabindex=\"0\"><code>curl -N '{url}/api/v1/stream?channels=sports.football'</code></pre>\
<p>In place of <code>{key}</code> give the public id of a key of your own to have your plan's limits.</p></section>"
    ));
    body.push_str(
        "<section><h2>Console</h2><p>Connects from this page and shows what comes.</p>\
<noscript><p>The console needs script; the lines above work without.</p></noscript>",
    );
    body.push_str(&format!(
        "<div class=\"panel\"><form id=\"console\" class=\"docs-console\" data-key=\"{key}\" data-host=\"{}\" data-port=\"{}\">\
<label>Channel<input class=\"input\" name=\"channel\" value=\"sports.football\" required autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\"></label> \
<button class=\"btn btn-primary\" type=\"submit\">Connect</button> <button class=\"btn\" type=\"button\" id=\"console-stop\" disabled>Disconnect</button>\
<p id=\"console-state\" role=\"status\">Not connected.</p></form>\
<ol id=\"console-log\" class=\"docs-log\" tabindex=\"0\" aria-label=\"Messages, latest first\"></ol></div></section>",
        html::escape(realtime.host.as_deref().unwrap_or_default()),
        realtime.port.map(|port| port.to_string()).unwrap_or_default()
    ));
    body.push_str("<section><h2>Channels</h2><ul>\
<li><code>sports</code>: everything</li><li><code>sports.{sport}</code>: one sport</li>\
<li><code>sports.{sport}.leagues.{league}</code>: one league, by its slug</li>\
<li><code>sports.{sport}.leagues.{league}.matches.{match}</code>: one match; begins with <code>match.snapshot</code></li></ul>\
<p>A channel is the path of the same thing in the API, with dots. Customers' keys only listen.</p></section>\
<section><h2>Events</h2><div class=\"docs-scroll\"><table><thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
    for (event, meaning) in EVENTS {
        body.push_str(&format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>",
            event.as_str(),
            html::escape(meaning)
        ));
    }
    let sample = serde_json::to_string_pretty(&example()).unwrap_or_default();
    body.push_str(&format!(
        "</tbody></table></div><p>A change is named after its most important item. Its data:</p>\
<pre tabindex=\"0\"><code>{}</code></pre>\
<p><code>patch</code> is an RFC 7396 merge patch: the match at version 16, patched, is the match at version 17. \
A message may come twice; drop what is not newer than the <code>version</code> you have.</p></section>",
        html::escape(&sample)
    ));
    body.push_str(
        "<section><h2>Resume</h2><p>Remember <code>epoch</code> and <code>seq</code> of the last message. Over a socket \
send them when you subscribe:</p>\
<pre tabindex=\"0\"><code>{\"event\": \"pusher:subscribe\", \"data\": {\"channel\": \"sports.football\",\n  \"resume\": {\"epoch\": \"a1b2c3d4\", \"seq\": \"1761-0\"}}}</code></pre>\
<p>The answer says <code>{\"recovered\": true}</code> and every later change follows in order, or \
<code>{\"recovered\": false}</code> and snapshots follow. An event stream resumes by <code>Last-Event-ID</code>, \
which browsers send by themselves. Who cannot listen asks <code>/api/v1/changes?channel=sports.football&amp;after=…</code> \
from the <code>X-Position</code> of a list on, and then from <code>next</code>.</p></section>\
<section><h2>Close codes</h2><div class=\"docs-scroll\"><table><thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Why</th><th scope=\"col\">What to do</th></tr></thead><tbody>",
    );
    for code in CloseCode::ALL {
        let [why, what] = [code.reason(), code.advice()].map(html::escape);
        let number = code.number();
        body.push_str(&format!(
            "<tr><th scope=\"row\">{number}</th><td>{why}</td><td>{what}</td></tr>"
        ));
    }
    body.push_str("</tbody></table></div></section>");
    body
}
