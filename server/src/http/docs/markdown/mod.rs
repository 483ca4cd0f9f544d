//! Our Markdown as HTML: what pages want of headings, links, tables and code, and no HTML of a text's own.

mod cells;
mod code;
mod headings;
mod tabs;

use super::html::escape;
use cells::Cells;
use headings::{Headings, inside};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};
use tabs::Tabs;

pub(super) use headings::{Heading, contents, linked};

/// A text as a page has it.
pub(super) struct Drawn {
    pub html: String,
    pub headings: Vec<Heading>,
}

/// A text as a page has it. Its first heading is the page's own, which stands above it already.
pub(super) fn draw(text: &str) -> Drawn {
    let events: Vec<Event<'_>> = parser(text).collect();
    let (mut headings, mut cells, mut tabs) =
        (Headings::default(), Cells::default(), Tabs::default());
    let mut drawn = Vec::with_capacity(events.len());
    let mut at = 0;
    while let Some(event) = events.get(at) {
        at += 1;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let words = inside(&events[at..]);
                if let Some(tab) = tabs.open(*level, words, &events[at..]) {
                    drawn.push(markup(tab));
                    // The tab says what the heading does.
                    at += words.len() + 1;
                    continue;
                }
                drawn.push(markup(tabs.close() + &headings.open(*level, words)));
            }
            Event::End(TagEnd::Heading(level)) => drawn.push(markup(headings.close(*level))),
            Event::Start(Tag::CodeBlock(kind)) => drawn.push(markup(code::open(kind))),
            Event::End(TagEnd::CodeBlock) => drawn.push(markup(code::CLOSE.to_owned())),
            Event::Start(Tag::Link { dest_url, .. }) => drawn.push(markup(link(dest_url))),
            other => {
                drawn.push(cells.draw(other).map_or_else(|| harmless(other.clone()), markup));
            }
        }
    }
    drawn.push(markup(tabs.close()));
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, drawn.into_iter());
    Drawn { html, headings: headings.all }
}

/// A text for readers of feeds, who have no use for the ways of a page.
pub(super) fn plain(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, parser(text).map(harmless));
    html
}

fn parser(text: &str) -> Parser<'_> {
    let text = match text.strip_prefix("# ") {
        Some(titled) => titled.split_once('\n').map_or("", |(_, rest)| rest),
        None => text,
    };
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// There is no HTML in our texts, and none can come in by what they are filled with.
fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

fn markup<'a>(text: String) -> Event<'a> {
    Event::Html(text.into())
}

/// The start of a link. Those within the site are the browser's to follow, not the app's router's.
fn link(address: &str) -> String {
    let own = if address.starts_with(['/', '#']) { " rel=\"external\"" } else { "" };
    format!("<a href=\"{}\"{own}>", escape(address))
}

/// A text as one cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_scroll_and_name_their_rows() {
        let drawn = draw("| a | b |\n|---|---|\n| c | d |\n").html;
        let rows = "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\
                    <tbody><tr><th scope=\"row\">c</th><td>d</td></tr></tbody>";
        assert!(drawn.starts_with("<div class=\"docs-scroll\" tabindex=\"0\"><table>"), "{drawn}");
        assert!(drawn.contains(rows), "{drawn}");
    }

    #[test]
    fn html_in_a_text_is_text() {
        let text = "A <b>word</b>.\n\n<script>alert(1)</script>\n";
        for drawn in [draw(text).html, plain(text)] {
            assert!(!drawn.contains("<b>") && !drawn.contains("<script"), "{drawn}");
        }
    }

    #[test]
    fn links_within_the_site_are_left_to_the_browser() {
        let drawn = draw("[a](/docs) [b](#c) [d](https://e.example/?f&g)").html;
        assert!(drawn.contains("<a href=\"/docs\" rel=\"external\">a</a>"), "{drawn}");
        assert!(drawn.contains("<a href=\"#c\" rel=\"external\">b</a>"), "{drawn}");
        assert!(drawn.contains("<a href=\"https://e.example/?f&amp;g\">d</a>"), "{drawn}");
    }
}
