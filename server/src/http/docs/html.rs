//! The frame of a documentation page: our stylesheet, no inline script, whole without any.

use super::{frame, pages::Page};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

/// Text made harmless in HTML.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Our own Markdown, as far as descriptions use it: code, links, paragraphs and lists.
pub(super) fn prose(text: &str) -> String {
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty()).map(|block| {
        if block.starts_with("- ") {
            let items = block.split("\n- ").map(|item| {
                format!("<li>{}</li>", inline(item.strip_prefix("- ").unwrap_or(item)))
            });
            format!("<ul>{}</ul>", items.collect::<String>())
        } else {
            format!("<p>{}</p>", inline(block))
        }
    });
    blocks.collect()
}

/// Code and links of one line.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            out.push_str(&format!("<code>{}</code>", escape(part)));
        } else {
            out.push_str(&links(part));
        }
    }
    out
}

fn links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(words, tail)| {
            let (address, tail) = tail.split_once(')')?;
            address.starts_with('/').then_some((words, address, tail))
        });
        out.push_str(&escape(before));
        match link {
            Some((words, address, tail)) => {
                let (address, words) = (escape(address), escape(words));
                out.push_str(&format!("<a href=\"{address}\">{words}</a>"));
                rest = tail;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(&escape(rest));
    out
}

/// What a page may load and reach: our own files, and the sockets of a port of their own. Scripts are
/// files without exception; the renderer sets styles and draws its icons itself.
fn policy(sockets: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{sockets}; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_maybe_shared(bytes::Bytes::from(policy)).expect("it is plain ASCII")
}

/// A whole page. `head` is markup of our own: scripts and styles by address only.
pub(super) fn page(
    headers: &HeaderMap,
    page: &Page,
    head: &str,
    body: &str,
    sockets: &str,
) -> Response {
    let theme = match cookie(headers, "theme") {
        Some("light") => " data-theme=\"bts-light\"",
        Some("dark") => " data-theme=\"bts-dark\"",
        _ => "",
    };
    let (body, title, address) = (frame::body(page, body), escape(page.title), page.address);
    let html = Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"{theme}><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<meta name=\"color-scheme\" content=\"light dark\"><title>{title} · BTS Guru</title>\
<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
<link rel=\"stylesheet\" href=\"/pkg/bts-guru.css\"><link rel=\"stylesheet\" href=\"/docs.css\">\
<link rel=\"alternate\" href=\"{address}.md\" type=\"text/markdown\">{head}</head>\
{body}</html>"
    ));
    // The theme is drawn by a cookie, and nothing else differs between readers.
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy(sockets)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300")),
        (header::VARY, HeaderValue::from_static("cookie, accept-encoding")),
    ];
    (headers, html).into_response()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            inline("<b> `a<b` [x](/y)"),
            "&lt;b&gt; <code>a&lt;b</code> <a href=\"/y\">x</a>"
        );
        assert_eq!(inline("[x](javascript:1)"), "[x](javascript:1)");
    }

    #[test]
    fn paragraphs_and_lists_are_told_apart() {
        assert_eq!(prose("One.\n\n- a\n- b"), "<p>One.</p><ul><li>a</li><li>b</li></ul>");
    }
}
