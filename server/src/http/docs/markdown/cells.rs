//! Tables that scroll by themselves, and whose rows have headings.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Where in a table we are: the first cell of a row is its heading.
#[derive(Default)]
pub(super) struct Cells {
    in_head: bool,
    column: usize,
}

impl Cells {
    /// Our markup for a part of a table.
    pub(super) fn draw(&mut self, event: &Event<'_>) -> Option<String> {
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
