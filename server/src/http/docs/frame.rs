//! What stands around a documentation page: the bar of the site, and the ways between the pages.

use super::{
    html::escape,
    pages::{ALL, Page},
};

/// The mark of the service, as the app draws it.
const MARK: &str = "<svg class=\"mark\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\">\
<rect class=\"mark-field\" width=\"24\" height=\"24\" rx=\"6\"/>\
<path class=\"mark-line\" d=\"M4 13.5h4l2.5-7 4 12 2.5-5h3\"/></svg>";

/// The body of a page; it needs no script.
pub(super) fn body(page: &Page, content: &str) -> String {
    let own = page.address;
    let ways = ALL.map(|Page { address, title, .. }| {
        let current = if *address == own { " aria-current=\"page\"" } else { "" };
        format!("<a class=\"dash-link\" href=\"{address}\"{current}>{title}</a>")
    });
    let (ways, title) = (ways.concat(), escape(page.title));
    format!(
        "<body class=\"docs\"><a class=\"skip-link\" href=\"#main\">Skip to content</a>\
<header class=\"topbar\"><div class=\"topbar-inner\"><a class=\"brand\" href=\"/\">{MARK} BTS Guru</a>\
<nav aria-label=\"Main\"><a href=\"/live\">Live scores</a><a href=\"/docs\" aria-current=\"true\">Docs</a>\
<a href=\"/status\">Status</a></nav>\
<div class=\"topbar-end\"><div class=\"enter\"><a class=\"enter-link\" href=\"/dashboard\">Dashboard</a></div></div>\
</div></header>\
<div class=\"page dash\"><nav class=\"dash-nav\" aria-label=\"Documentation\">{ways}</nav>\
<main id=\"main\" class=\"dash-main\" tabindex=\"-1\"><h1>{title}</h1>{content}\
<p class=\"docs-twin\"><a href=\"{own}.md\">This page as Markdown</a></p></main></div></body>"
    )
}
