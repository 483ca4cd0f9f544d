//! Blocks of code, each with a button that copies it.

use crate::http::docs::html::escape;
use pulldown_cmark::CodeBlockKind;

/// What ends a block.
pub(super) const CLOSE: &str = "</code></pre></div>\n";

/// The start of a block. It scrolls by itself, so the keyboard has to reach it. What the button does
/// is in `public/docs.js`; where no script runs it is not shown.
pub(super) fn open(kind: &CodeBlockKind<'_>) -> String {
    let language = match kind {
        CodeBlockKind::Fenced(language) => language.as_ref(),
        CodeBlockKind::Indented => "",
    };
    let (class, name) = match language {
        "" => (String::new(), "code"),
        known => (format!(" class=\"language-{}\"", escape(known)), name(known)),
    };
    format!(
        "<div class=\"docs-code\"><button type=\"button\" class=\"btn btn-xs docs-copy\">\
<span aria-live=\"polite\">Copy</span><span class=\"sr-only\"> {name}</span></button>\
<pre tabindex=\"0\"><code{class}>"
    )
}

/// What a language is called.
fn name(language: &str) -> &'static str {
    match language {
        "sh" => "commands",
        "js" => "JavaScript",
        "php" => "PHP",
        "python" => "Python",
        "json" => "JSON",
        "sql" => "SQL",
        "ini" | "nginx" => "settings",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw;

    #[test]
    fn code_can_be_reached_by_the_keyboard_and_copied() {
        let drawn = draw("```sh\na < b\n```\n").html;
        let code =
            "<pre tabindex=\"0\"><code class=\"language-sh\">a &lt; b\n</code></pre></div>\n";
        assert!(drawn.ends_with(code), "{drawn}");
        assert!(drawn.contains("Copy</span><span class=\"sr-only\"> commands</span>"), "{drawn}");
    }
}
