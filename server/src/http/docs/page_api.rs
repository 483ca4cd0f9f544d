//! `/docs/api`: every endpoint in plain HTML, and the place of a renderer that can try them.

use super::{
    html,
    markdown::{cell, linked},
    openapi,
};
use serde_json::Value;
use std::sync::LazyLock;

/// The list of endpoints, made once: the document stays as it is.
static BODY: LazyLock<String> = LazyLock::new(|| drawn(openapi()));

/// The page below its heading. `public/docs-api.js` puts the renderer in place of the list.
pub(super) fn body() -> String {
    BODY.clone()
}

/// The page as Markdown.
pub(super) fn text() -> String {
    let document = openapi();
    let mut text = format!(
        "# API\n\n{}\n\nThe description for programs: [/docs/api.json](/docs/api.json) (OpenAPI 3.1).\n",
        said(&document["info"]["description"])
    );
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            text.push_str(&format!(
                "\n## {} /api/v1{path}\n\n**{}**\n\n{}\n",
                method.to_uppercase(),
                said(&operation["summary"]),
                said(&operation["description"]),
            ));
            text.push_str(&parameters(operation));
        }
    }
    text
}

/// The parameters of an operation as a table; nothing where it has none.
fn parameters(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if parameters.is_empty() {
        return String::new();
    }
    let head = "\n| Parameter | In | Meaning |\n|---|---|---|\n".to_owned();
    parameters.iter().fold(head, |text, parameter| {
        let [name, place, meaning] =
            ["name", "in", "description"].map(|member| cell(said(&parameter[member])));
        text + &format!("| `{name}` | {place} | {meaning} |\n")
    })
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The same document as `/docs/api.json`, for people.
fn drawn(document: &Value) -> String {
    let mut body = "<p>The description for programs: \
<a href=\"/docs/api.json\" rel=\"external\">/docs/api.json</a> (OpenAPI 3.1).</p>\
<div id=\"renderer\" hidden></div><div id=\"plain\" class=\"docs-text\">"
        .to_owned();
    body.push_str(&html::prose(said(&document["info"]["description"])));
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            body.push_str(&endpoint(document, path, method, operation));
        }
    }
    body.push_str("</div>");
    body
}

fn endpoint(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = text(&operation["operationId"]);
    let name = format!("<code>{} /api/v1{}</code>", method.to_uppercase(), html::escape(path));
    let mut out = format!(
        "<section id=\"{}\"><h2>{}</h2><p><strong>{}</strong></p>{}",
        html::escape(&id),
        linked(&id, &name),
        html::inline(&text(&operation["summary"])),
        html::prose(&text(&operation["description"])),
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        out.push_str("<div class=\"docs-scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Parameter</th><th scope=\"col\">In</th><th scope=\"col\">Example</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        for parameter in parameters {
            let example = match &parameter["example"] {
                Value::Null => String::new(),
                Value::String(text) => html::escape(text),
                other => html::escape(&other.to_string()),
            };
            out.push_str(&format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{example}</td><td>{}</td></tr>",
                html::escape(&text(&parameter["name"])),
                html::escape(&text(&parameter["in"])),
                html::inline(&text(&parameter["description"])),
            ));
        }
        out.push_str("</tbody></table></div>");
    }
    out.push_str("<ul>");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let told =
            response["$ref"].as_str().and_then(|r| document.pointer(&r[1..])).unwrap_or(response);
        let description = html::inline(&text(&told["description"]));
        out.push_str(&format!("<li><code>{}</code> {description}</li>", html::escape(status)));
    }
    out.push_str("</ul></section>");
    out
}
