//! One example in several languages, one of which is shown.
//!
//! In a text they are headings of the third level, one after the other, each named after a language.
//! On a page they are tabs: radio buttons, so that a stylesheet alone can show the one that is chosen.

use super::headings::{inside, words};
use pulldown_cmark::{Event, HeadingLevel, Tag};

/// The languages that examples are written in.
const LANGUAGES: [&str; 4] = ["curl", "JavaScript", "PHP", "Python"];

/// The tabs of a text so far.
#[derive(Default)]
pub(super) struct Tabs {
    /// How many sets of tabs there were.
    sets: usize,
    open: bool,
}

impl Tabs {
    /// What a heading begins, if it is a language; `rest` begins with its words.
    pub(super) fn open(
        &mut self,
        level: HeadingLevel,
        own: &[Event<'_>],
        rest: &[Event<'_>],
    ) -> Option<String> {
        language(level, own)?;
        let between = "</div><div class=\"docs-tab\">";
        if self.open {
            return Some(between.to_owned());
        }
        self.open = true;
        self.sets += 1;
        let set = self.sets;
        let choices = languages(own, rest).into_iter().enumerate().map(|(at, name)| {
            let checked = if at == 0 { " checked" } else { "" };
            format!(
                "<input type=\"radio\" name=\"tabs-{set}\" id=\"tabs-{set}-{at}\" \
value=\"{name}\"{checked}><label for=\"tabs-{set}-{at}\">{name}</label>"
            )
        });
        Some(format!(
            "<fieldset class=\"docs-tabs\"><legend class=\"sr-only\">Language of the example</legend>\
{}<div class=\"docs-tab\">",
            choices.collect::<String>()
        ))
    }

    /// What ends the tabs, if there are any.
    pub(super) fn close(&mut self) -> String {
        if std::mem::take(&mut self.open) {
            "</div></fieldset>\n".to_owned()
        } else {
            String::new()
        }
    }
}

/// The language that a heading names.
fn language(level: HeadingLevel, own: &[Event<'_>]) -> Option<&'static str> {
    let words = words(own);
    let known = LANGUAGES.into_iter().find(|language| *language == words);
    known.filter(|_| level == HeadingLevel::H3)
}

/// The languages from here to the next heading that is none.
fn languages(own: &[Event<'_>], rest: &[Event<'_>]) -> Vec<&'static str> {
    let following = rest.iter().enumerate().filter_map(|(at, event)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(language(*level, inside(&rest[at + 1..]))),
        _ => None,
    });
    std::iter::once(language(HeadingLevel::H3, own))
        .chain(following)
        .map_while(|name| name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::draw;

    const TEXT: &str = "## Ask\n\n### curl\n\nA\n\n### PHP\n\nB\n\n## Next\n\n### curl\n\nC\n";

    #[test]
    fn languages_that_follow_one_another_are_tabs_of_which_the_first_is_shown() {
        let html = draw(TEXT).html;
        assert_eq!(html.matches("<fieldset").count(), 2, "{html}");
        assert_eq!(html.matches("</fieldset>").count(), 2, "{html}");
        assert_eq!(html.matches(" checked>").count(), 2, "{html}");
        let panels = "<div class=\"docs-tab\">\n<p>A</p>\n</div><div class=\"docs-tab\">\n<p>B</p>\n</div></fieldset>";
        assert!(html.contains(panels), "{html}");
        assert!(html.contains("value=\"PHP\"><label for=\"tabs-1-1\">PHP</label>"), "{html}");
        assert!(!html.contains("<h3"), "{html}");
    }

    #[test]
    fn they_are_no_headings_of_the_page() {
        let words: Vec<_> = draw(TEXT).headings.into_iter().map(|one| one.words).collect();
        assert_eq!(words, ["Ask", "Next"]);
    }
}
