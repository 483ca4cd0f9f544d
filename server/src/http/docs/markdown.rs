//! Our Markdown as HTML: what the frame wants of headings, tables and code, and no HTML of a text's own.

use super::html::escape;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html::push_html};
use std::collections::HashMap;

/// A text as HTML. Its first heading is the page's own, which the frame draws.
pub(super) fn html(text: &str) -> String {
    let text = match text.strip_prefix("# ") {
        Some(titled) => titled.split_once('\n').map_or("", |(_, rest)| rest),
        None => text,
    };
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let (mut ids, mut cells) = (Ids::default(), Cells::default());
    let drawn = events.iter().enumerate().map(|(at, event)| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            let words = events[at + 1..].iter().take_while(|e| !is_end_of_heading(e));
            markup(format!(
                "<{level} id=\"{}\">",
                ids.next(&words.filter_map(word).collect::<String>())
            ))
        }
        Event::End(TagEnd::Heading(level)) => markup(format!("</{level}>\n")),
        Event::Start(Tag::CodeBlock(kind)) => markup(code(kind)),
        Event::End(TagEnd::CodeBlock) => markup("</code></pre>\n".to_owned()),
        // There is none of it in our texts, and none can come in by what they are filled with.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text.clone()),
        other => cells.draw(other).map_or_else(|| other.clone(), markup),
    });
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, drawn);
    html
}

fn markup<'a>(text: String) -> Event<'a> {
    Event::Html(text.into())
}

fn is_end_of_heading(event: &Event<'_>) -> bool {
    matches!(event, Event::End(TagEnd::Heading(_)))
}

fn word<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    }
}

/// Code scrolls by itself, so the keyboard has to reach it.
fn code(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(language) if !language.is_empty() => {
            format!("<pre tabindex=\"0\"><code class=\"language-{}\">", escape(language))
        }
        CodeBlockKind::Fenced(_) | CodeBlockKind::Indented => {
            "<pre tabindex=\"0\"><code>".to_owned()
        }
    }
}

/// Names of headings, each once on a page.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    fn next(&mut self, words: &str) -> String {
        let name = slug::slugify(words);
        let times = self.0.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name}-{times}") }
    }
}

/// Where in a table we are: the first cell of a row is its heading.
#[derive(Default)]
struct Cells {
    in_head: bool,
    column: usize,
}

impl Cells {
    /// Our markup for a part of a table.
    fn draw(&mut self, event: &Event<'_>) -> Option<String> {
        let text = match event {
            Event::Start(Tag::Table(_)) => "<div class=\"docs-scroll\" tabindex=\"0\"><table>",
            Event::End(TagEnd::Table) => "</tbody></table></div>\n",
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.column = 0;
                "<thead><tr>"
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr></thead><tbody>"
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>"
            }
            Event::End(TagEnd::TableRow) => "</tr>",
            Event::Start(Tag::TableCell) => {
                self.column += 1;
                match (self.in_head, self.column) {
                    (true, _) => "<th scope=\"col\">",
                    (false, 1) => "<th scope=\"row\">",
                    (false, _) => "<td>",
                }
            }
            Event::End(TagEnd::TableCell) if self.in_head || self.column == 1 => "</th>",
            Event::End(TagEnd::TableCell) => "</td>",
            _ => return None,
        };
        Some(text.to_owned())
    }
}

/// A text as one cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_names_of_their_own_and_the_first_is_left_to_the_frame() {
        let drawn = html("# Title\n\n## The `A` part\n\nText.\n\n## The A part\n");
        assert!(drawn.contains("<h2 id=\"the-a-part\">The <code>A</code> part</h2>"), "{drawn}");
        assert!(drawn.contains("<h2 id=\"the-a-part-2\">"), "{drawn}");
        assert!(!drawn.contains("Title"), "{drawn}");
    }

    #[test]
    fn tables_scroll_and_name_their_rows() {
        let drawn = html("| a | b |\n|---|---|\n| c | d |\n");
        let rows = "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\
                    <tbody><tr><th scope=\"row\">c</th><td>d</td></tr></tbody>";
        assert!(drawn.starts_with("<div class=\"docs-scroll\" tabindex=\"0\"><table>"), "{drawn}");
        assert!(drawn.contains(rows), "{drawn}");
    }

    #[test]
    fn html_in_a_text_is_text() {
        let drawn = html("A <b>word</b>.\n\n<script>alert(1)</script>\n");
        assert!(!drawn.contains("<b>") && !drawn.contains("<script"), "{drawn}");
        assert!(drawn.contains("&lt;script&gt;"), "{drawn}");
    }

    #[test]
    fn code_can_be_reached_by_the_keyboard() {
        let drawn = html("```sh\na < b\n```\n");
        assert_eq!(
            drawn,
            "<pre tabindex=\"0\"><code class=\"language-sh\">a &lt; b\n</code></pre>\n"
        );
    }
}
