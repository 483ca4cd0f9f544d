//! `/docs/changelog.rss`: what changed, as a feed of versions.

use super::{html::escape, markdown};
use crate::store::body::etag;
use chrono::{NaiveDate, NaiveTime};

/// The changelog as it was when this was built.
pub(super) const TEXT: &str = include_str!("../../../../CHANGELOG.md");

/// The feed of a service that is reached at `url`.
pub(super) fn rss(url: &str) -> String {
    let items: String = versions(TEXT).map(|(title, text)| item(url, title, text)).collect();
    let url = escape(url);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\
<title>BTS Guru: changelog</title><link>{url}/docs/changelog</link>\
<description>All that users can notice, newest first.</description><language>en</language>\
<atom:link href=\"{url}/docs/changelog.rss\" rel=\"self\" type=\"application/rss+xml\"/>\
{items}</channel></rss>\n"
    )
}

/// Each version's heading and what stands below it.
fn versions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let sections = text.split("\n## ").skip(1);
    sections.map(|section| section.split_once('\n').unwrap_or((section, "")))
}

/// One version. What is not released yet grows: its id is made of its text, so that readers show it
/// anew when there is more of it.
fn item(url: &str, title: &str, text: &str) -> String {
    let anchor = slug::slugify(title);
    let mark = etag(text.as_bytes());
    let dated = title.rsplit_once(' ').and_then(|(_, last)| last.parse::<NaiveDate>().ok());
    let date = dated.map(|day| day.and_time(NaiveTime::MIN).and_utc().to_rfc2822());
    let date = date.map_or_else(String::new, |date| format!("<pubDate>{date}</pubDate>"));
    format!(
        "<item><title>{}</title><link>{}/docs/changelog#{anchor}</link>\
<guid isPermaLink=\"false\">{anchor}-{}</guid>{date}<description>{}</description></item>",
        escape(title),
        escape(url),
        escape(mark.trim_matches('"')),
        escape(&markdown::plain(text)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_an_entry_with_its_date() {
        let text = "# Changelog\n\n## Unreleased\n\n- One.\n\n## 1.2.0 – 2026-12-01\n\n- Two.\n";
        let entries: Vec<_> = versions(text).collect();
        assert_eq!(entries.len(), 2);
        let [open, closed] =
            [entries[0], entries[1]].map(|(title, text)| item("http://x", title, text));
        assert!(!open.contains("pubDate") && open.contains("&lt;li&gt;One.&lt;/li&gt;"), "{open}");
        assert!(closed.contains("<pubDate>Tue, 1 Dec 2026 00:00:00 +0000</pubDate>"), "{closed}");
    }
}
