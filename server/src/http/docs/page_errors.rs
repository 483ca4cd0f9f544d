//! `/docs/errors`: every problem code.

use super::{html, pages};
use crate::http::ProblemCode;
use axum::{http::HeaderMap, response::Response};

/// The page the `type` of every problem points to.
pub(super) async fn errors(headers: HeaderMap) -> Response {
    html::page(&headers, &pages::ERRORS, "", &body(), "")
}

/// The page as Markdown.
pub(super) fn text() -> String {
    let intro = "# Errors\n\nEvery refusal is `application/problem+json` by RFC 9457. `code` is a word for \
programs, `detail` a sentence for people, and `request_id` is what to quote when you ask for help.\n";
    ProblemCode::ALL.iter().fold(intro.to_owned(), |text, code| {
        let (name, status, when, mend) = (code.as_str(), code.status(), code.when(), code.mend());
        text + &format!("\n## {name} ({status})\n\n{when}\n\n**What to do:** {mend}\n")
    })
}

fn body() -> String {
    let mut body = "<p>Every refusal is <code>application/problem+json</code> by RFC 9457. \
<code>code</code> is a word for programs, <code>detail</code> a sentence for people, and \
<code>request_id</code> is what to quote when you ask for help.</p>"
        .to_owned();
    for code in ProblemCode::ALL {
        let [when, mend] = [code.when(), code.mend()].map(html::escape);
        body.push_str(&format!(
            "<section id=\"{0}\"><h2><code>{0}</code> <small>{1}</small></h2><p>{when}</p>\
<p><strong>What to do:</strong> {mend}</p></section>",
            code.as_str(),
            code.status()
        ));
    }
    body
}
