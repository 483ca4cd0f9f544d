//! The ten lines that subscribe to a match.

use crate::port::Site;

/// A script for `pusher-js` that follows `channel` on this installation: only the channel of one match
/// begins with its snapshot.
pub(crate) fn snippet(site: &Site, channel: &str) -> String {
    let (secure, host, port) = endpoint(site);
    let follow = if channel.contains(".matches.") {
        [
            format!("const match = pusher.subscribe('{channel}');"),
            "match.bind('match.snapshot', m => console.log(m.status.label, m.competitors));"
                .to_owned(),
            "match.bind('score.updated', c => console.log(c.changes, c.patch));".to_owned(),
        ]
    } else {
        let bind = |event: &str| {
            format!(
                "channel.bind('{event}', change => console.log(change.channel, change.changes));"
            )
        };
        [
            format!("const channel = pusher.subscribe('{channel}');"),
            bind("score.updated"),
            bind("status.changed"),
        ]
    };
    let lines = [
        "import Pusher from 'pusher-js';".to_owned(),
        String::new(),
        format!("const pusher = new Pusher('{}', {{", site.socket_key),
        format!("  wsHost: '{host}', {}: {port}, forceTLS: {secure},", port_name(secure)),
        "  cluster: '', enabledTransports: ['ws', 'wss'],".to_owned(),
        "});".to_owned(),
    ];
    lines.into_iter().chain(follow).collect::<Vec<_>>().join("\n")
}

const fn port_name(secure: bool) -> &'static str {
    if secure { "wssPort" } else { "wsPort" }
}

/// Whether the public address is secure, its host, and the socket's port.
fn endpoint(site: &Site) -> (bool, String, u16) {
    let secure = site.app_url.starts_with("https://");
    let rest = site.app_url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()),
        None => (authority, None),
    };
    let port = site.socket_port.or(port).unwrap_or(if secure { 443 } else { 80 });
    (secure, site.socket_host.as_deref().unwrap_or(host).to_owned(), port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_names_this_installation() {
        let mut site = Site {
            socket_key: "bts".to_owned(),
            app_url: "http://127.0.0.1:8000".to_owned(),
            ..Site::default()
        };
        let text = snippet(&site, "sports.nba");
        assert!(text.contains("'bts'") && text.contains("wsPort: 8000"), "{text}");
        assert!(text.contains("subscribe('sports.nba')"));
        // Only a match's channel begins with a snapshot.
        assert!(text.contains("'score.updated', change") && !text.contains("match.snapshot"));
        assert!(snippet(&site, "sports.nba.leagues.nba.matches.1").contains("match.snapshot"));
        site.app_url = "https://scores.example".to_owned();
        assert!(snippet(&site, "sports").contains("wssPort: 443, forceTLS: true"));
        site.socket_port = Some(8080);
        assert!(snippet(&site, "sports").contains("wssPort: 8080"));
        site.socket_host = Some("ws.example".to_owned());
        assert!(snippet(&site, "sports").contains("wsHost: 'ws.example'"));
    }
}
