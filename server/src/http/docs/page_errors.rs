//! `/docs/errors`: every problem code. The `type` of every problem points to it.

use super::{
    html,
    markdown::{Heading, linked},
};
use crate::http::ProblemCode;
use pulldown_cmark::HeadingLevel;

/// The page as Markdown.
pub(super) fn text() -> String {
    let intro = "# Errors\n\nEvery refusal is `application/problem+json` by RFC 9457. `code` is a word for \
programs, `detail` a sentence for people, and `request_id` is what to quote when you ask for help.\n";
    ProblemCode::ALL.iter().fold(intro.to_owned(), |text, code| {
        let (name, status, when, mend) = (code.as_str(), code.status(), code.when(), code.mend());
        text + &format!("\n## {name} ({status})\n\n{when}\n\n**What to do:** {mend}\n")
    })
}

/// The page below its heading.
pub(super) fn body() -> (String, Vec<Heading>) {
    let intro = "<p>Every refusal is <code>application/problem+json</code> by RFC 9457. \
<code>code</code> is a word for programs, <code>detail</code> a sentence for people, and \
<code>request_id</code> is what to quote when you ask for help.</p>"
        .to_owned();
    let html = ProblemCode::ALL.iter().fold(intro, |html, code| {
        let [when, mend] = [code.when(), code.mend()].map(html::escape);
        let (word, status) = (code.as_str(), code.status());
        let name = linked(word, &format!("<code>{word}</code> <small>{status}</small>"));
        html + &format!(
            "<section id=\"{word}\"><h2>{name}</h2><p>{when}</p>\
<p><strong>What to do:</strong> {mend}</p></section>"
        )
    });
    let heading = |code: &ProblemCode| Heading {
        level: HeadingLevel::H2,
        id: code.as_str().to_owned(),
        words: code.as_str().to_owned(),
    };
    (html, ProblemCode::ALL.iter().map(heading).collect())
}
