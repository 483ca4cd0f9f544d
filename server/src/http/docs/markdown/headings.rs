//! Headings that can be linked to, and the list of them.

use crate::http::docs::html::escape;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::{collections::HashMap, fmt::Write};

/// A heading of a page.
pub(in crate::http::docs) struct Heading {
    pub level: HeadingLevel,
    /// Unique on its page.
    pub id: String,
    pub words: String,
}

/// The headings of a text so far, each of a name of its own.
#[derive(Default)]
pub(super) struct Headings {
    pub(super) all: Vec<Heading>,
    names: HashMap<String, usize>,
    /// Whether the open one is a link to itself; one that holds a link cannot be.
    linked: bool,
}

impl Headings {
    pub(super) fn open(&mut self, level: HeadingLevel, inside: &[Event<'_>]) -> String {
        let words = words(inside);
        let id = self.name(&words);
        self.linked = !inside.iter().any(|event| matches!(event, Event::Start(Tag::Link { .. })));
        let link = if self.linked { anchor(&id) } else { String::new() };
        let start = format!("<{level} id=\"{id}\">{link}");
        self.all.push(Heading { level, id, words });
        start
    }

    pub(super) fn close(&mut self, level: HeadingLevel) -> String {
        let link = if self.linked { "</a>" } else { "" };
        format!("{link}</{level}>\n")
    }

    fn name(&mut self, words: &str) -> String {
        let name = slug::slugify(words);
        let times = self.names.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name}-{times}") }
    }
}

/// The events of a heading whose start has just been read.
pub(super) fn inside<'a, 'b>(events: &'b [Event<'a>]) -> &'b [Event<'a>] {
    let end = events.iter().position(|event| matches!(event, Event::End(TagEnd::Heading(_))));
    &events[..end.unwrap_or(events.len())]
}

/// What a heading says.
pub(super) fn words(inside: &[Event<'_>]) -> String {
    let word = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    };
    inside.iter().filter_map(word).collect()
}

fn anchor(id: &str) -> String {
    format!("<a class=\"docs-anchor\" href=\"#{}\" rel=\"external\">", escape(id))
}

/// The inside of a heading, as a link to it.
pub(in crate::http::docs) fn linked(id: &str, inside: &str) -> String {
    format!("{}{inside}</a>", anchor(id))
}

/// The way to each heading; nothing where there are too few to lose one's way.
pub(in crate::http::docs) fn contents(headings: &[Heading]) -> String {
    if headings.len() < 3 {
        return String::new();
    }
    let items = headings.iter().fold(String::new(), |mut items, heading| {
        let (id, words) = (escape(&heading.id), escape(&heading.words));
        let level = heading.level;
        write!(
            items,
            "<li class=\"docs-{level}\"><a href=\"#{id}\" rel=\"external\">{words}</a></li>"
        )
        .expect("a string takes any text");
        items
    });
    format!("<nav aria-label=\"On this page\"><p>On this page</p><ul>{items}</ul></nav>")
}

#[cfg(test)]
mod tests {
    use super::{super::draw, *};

    #[test]
    fn headings_have_names_of_their_own_and_the_first_is_left_to_the_page() {
        let drawn = draw("# Title\n\n## The `A` part\n\nText.\n\n## The A part\n").html;
        let first = "<h2 id=\"the-a-part\"><a class=\"docs-anchor\" href=\"#the-a-part\" \
                     rel=\"external\">The <code>A</code> part</a></h2>";
        assert!(drawn.contains(first), "{drawn}");
        assert!(drawn.contains("<h2 id=\"the-a-part-2\">"), "{drawn}");
        assert!(!drawn.contains("Title"), "{drawn}");
    }

    #[test]
    fn a_heading_that_holds_a_link_is_none_itself() {
        let drawn = draw("## See [there](/docs)\n").html;
        let heading = "<h2 id=\"see-there\">See <a href=\"/docs\" rel=\"external\">there</a></h2>";
        assert!(drawn.contains(heading), "{drawn}");
    }

    #[test]
    fn the_contents_are_the_headings_in_their_order() {
        assert_eq!(contents(&draw("## One\n\n## Two\n").headings), "");
        let list = contents(&draw("## One\n\n### `a<b`\n\n## Two\n").headings);
        let links = ["#one", "#a-b", "#two"].map(|to| list.find(to).expect("is there"));
        assert!(links.is_sorted(), "{list}");
        assert!(list.contains("<li class=\"docs-h3\">") && list.contains("a&lt;b"), "{list}");
    }
}
