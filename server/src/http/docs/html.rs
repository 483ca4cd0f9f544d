//! Texts as HTML: what is said by the descriptions of the API and of problems.

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
                out.push_str(&format!("<a href=\"{address}\" rel=\"external\">{words}</a>"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            inline("<b> `a<b` [x](/y)"),
            "&lt;b&gt; <code>a&lt;b</code> <a href=\"/y\" rel=\"external\">x</a>"
        );
        assert_eq!(inline("[x](javascript:1)"), "[x](javascript:1)");
    }

    #[test]
    fn paragraphs_and_lists_are_told_apart() {
        assert_eq!(prose("One.\n\n- a\n- b"), "<p>One.</p><ul><li>a</li><li>b</li></ul>");
    }
}
