//! The pages of text: each is there twice, names what exists, and leads to what exists.

use super::support::{Door, anonymous, ask, filled, get, held, minted, service, service_with};
use app::port::DocsPage;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use std::collections::BTreeSet;

async fn read(door: &Door, uri: &str) -> (StatusCode, HeaderMap, String) {
    let response = ask(door, get(uri)).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 4 << 20).await.expect("is read");
    (status, headers, markless(&body))
}

/// A page as its reader has it, without the marks at which a script finds its way.
fn markless(body: &[u8]) -> String {
    std::str::from_utf8(body).expect("is text").replace("<!>", "")
}

/// What stands between two marks, as often as it does.
fn between<'a>(text: &'a str, from: &'a str, to: char) -> impl Iterator<Item = &'a str> {
    text.split(from).skip(1).filter_map(move |rest| rest.split(to).next())
}

#[tokio::test]
async fn every_page_is_whole_without_script_and_has_one_heading_and_a_way_to_all_others() {
    let app = service().await;
    let door = anonymous(&app);
    for page in DocsPage::ALL {
        let (at, title) = (page.address(), page.title());
        let (status, headers, html) = read(&door, at).await;
        assert_eq!(status, StatusCode::OK, "{at}");
        let said = |name| headers[name].to_str().expect("is text").to_owned();
        // Who is signed in stands on it.
        assert_eq!(said(header::CACHE_CONTROL), "private, no-store", "{at}");
        assert_eq!(html.matches("<h1>").count(), 1, "{at}");
        assert!(html.contains(&format!("<h1>{title}</h1>")), "{at}");
        assert!(html.contains(&format!("<title>{title} · BTS Guru</title>")), "{at}");
        let about = format!("<meta name=\"description\" content=\"{}\">", page.about());
        assert!(html.contains(&about), "{at} does not describe itself");
        let other = format!("href=\"{}\" rel=\"alternate\" type=\"text/markdown\"", page.twin());
        assert!(html.contains(&other), "{at} does not name its twin");
        assert!(html.contains("<html lang=\"en\"") && html.contains("class=\"skip-link\""), "{at}");
        for part in ["<header class=\"topbar\">", "class=\"theme-switch\"", "class=\"footer-line\""]
        {
            assert!(html.contains(part), "{at} has not what every page has: {part}");
        }
        let ways: Vec<&str> = between(&html, "<a ", '>').collect();
        let leads = |tag: &&str, to: &str| tag.contains(&format!("href=\"{to}\""));
        let beside: Vec<&str> =
            ways.iter().copied().filter(|tag| tag.contains("class=\"dash-link\"")).collect();
        assert_eq!(beside.len(), DocsPage::ALL.len(), "{at}: {beside:?}");
        for (tag, other) in beside.iter().zip(DocsPage::ALL) {
            assert!(leads(tag, other.address()), "{at}: {tag}");
            assert_eq!(tag.contains("aria-current=\"page\""), other == page, "{at}: {tag}");
        }
        let (before, after) = page.neighbours();
        for (class, to) in [("docs-before", before), ("docs-after", after)] {
            let way = ways.iter().find(|tag| tag.contains(&format!("class=\"{class}\"")));
            assert_eq!(way.is_some(), to.is_some(), "{at}: {class}");
            let right = way.zip(to).is_none_or(|(tag, to)| leads(tag, to.address()));
            assert!(right, "{at}: {way:?}");
        }
        assert!(!html.contains("{{"), "{at} has a name that is not filled");
        assert!(!html.contains(" style=\"") && !html.contains(" onclick"), "{at}");
        for tag in between(&html, "<link ", '>').chain(between(&html, "<script", '>')) {
            assert!(!tag.contains("=\"http"), "{at} loads from elsewhere: {tag}");
        }
        // A script within the site follows no link to a text that it does not have.
        for tag in between(&html, "<a ", '>').filter(|tag| tag.contains("href=\"/docs")) {
            assert!(tag.contains("rel=\"external\""), "{at}: {tag}");
        }
        let ids: Vec<&str> = between(&html, " id=\"", '"').collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{at}: {ids:?}");
        let levels = between(&html, "<h", '>').filter_map(|tag| tag.get(..1)?.parse::<u8>().ok());
        let levels: Vec<u8> = levels.collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{at}: {levels:?}");
    }
}

#[tokio::test]
async fn every_link_within_the_documentation_leads_somewhere() {
    let app = service().await;
    let door = anonymous(&app);
    let mut pages = std::collections::BTreeMap::new();
    for page in DocsPage::ALL {
        pages.insert(page.address(), read(&door, page.address()).await.2);
    }
    let mut tried = BTreeSet::new();
    for (at, html) in &pages {
        for link in between(html, "<a ", '>').flat_map(|tag| between(tag, "href=\"", '"')) {
            let (place, anchor) = link.split_once('#').unwrap_or((link, ""));
            let place = if place.is_empty() { at } else { place };
            if let Some(page) = pages.get(place).filter(|_| !anchor.is_empty()) {
                assert!(page.contains(&format!(" id=\"{anchor}\"")), "{at}: {link}");
            }
            // Where other pages are, `security::api09_inventory` follows as well.
            let ours = place.starts_with("/docs") || place == "/llms.txt";
            if ours && tried.insert(place.to_owned()) {
                let (status, ..) = read(&door, place).await;
                assert_eq!(status, StatusCode::OK, "{at} leads to {place}");
            }
        }
    }
    assert!(tried.len() > 2 * DocsPage::ALL.len(), "{tried:?}");
}

#[tokio::test]
async fn every_page_has_a_twin_in_markdown_that_a_reader_may_keep() {
    let app = service().await;
    let door = anonymous(&app);
    for page in DocsPage::ALL {
        let uri = page.twin();
        let (status, headers, text) = read(&door, &uri).await;
        assert_eq!(status, StatusCode::OK, "{uri}");
        assert_eq!(headers[header::CONTENT_TYPE], "text/markdown; charset=utf-8", "{uri}");
        assert!(text.starts_with(&format!("# {}\n", page.title())), "{uri}");
        assert!(!text.contains("{{"), "{uri} has a name that is not filled");
        assert!(text.lines().filter(|line| !line.is_empty()).count() > 10, "{uri}: {text}");
        let again = Request::get(&uri).header("if-none-match", &headers[header::ETAG]);
        let again = ask(&door, again.body(Body::empty()).expect("is a request")).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{uri}");
    }
    let (_, headers, list) = read(&door, "/llms.txt").await;
    assert_eq!(headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let (_, _, index) = read(&door, DocsPage::Index.address()).await;
    for page in DocsPage::ALL.into_iter().filter(|page| *page != DocsPage::Index) {
        let url = format!("({}{})", app.config.bind.app_url, page.twin());
        assert!(list.contains(&url), "{url} is not in /llms.txt");
        let item = format!("<li><a href=\"{}\" rel=\"external\">", page.address());
        assert!(index.contains(&item), "{item}");
    }
}

#[tokio::test]
async fn a_text_is_sent_once() {
    let app = service().await;
    let (_, _, html) = read(&anonymous(&app), "/docs/quick-start").await;
    let told = "Three football matches that are being played";
    assert_eq!(html.matches(told).count(), 1, "the script takes over what stands there");
}

#[tokio::test]
async fn headings_are_listed_beside_a_long_text_and_lead_to_themselves() {
    let app = service().await;
    let (_, _, html) = read(&anonymous(&app), "/docs/operations").await;
    let (_, contents) = html.split_once("<nav aria-label=\"On this page\">").expect("is there");
    let (contents, _) = contents.split_once("</nav>").expect("ends");
    let listed: Vec<&str> = between(contents, "href=\"#", '"').collect();
    let (text, _) = html.split_once("docs-ways").expect("the text ends");
    let headings: Vec<&str> = between(text, "<h2 id=\"", '"').collect();
    assert_eq!(listed, headings);
    for id in headings {
        let own = format!("<h2 id=\"{id}\"><a class=\"docs-anchor\" href=\"#{id}\"");
        assert!(html.contains(&own), "{id}");
    }
}

#[tokio::test]
async fn every_example_can_be_copied_and_those_in_several_languages_are_tabs() {
    let app = service().await;
    let door = anonymous(&app);
    for page in DocsPage::ALL {
        let (_, _, html) = read(&door, page.address()).await;
        let blocks = html.matches("<pre tabindex=\"0\">").count();
        assert_eq!(html.matches("docs-copy").count(), blocks, "{}", page.address());
    }
    let (_, _, html) = read(&door, "/docs/quick-start").await;
    for set in ["tabs-1", "tabs-2"] {
        let choice = format!("name=\"{set}\"");
        let choices =
            between(&html, "<input type=\"radio\" ", '>').filter(|tag| tag.contains(&choice));
        let languages: Vec<_> = choices.flat_map(|tag| between(tag, "value=\"", '"')).collect();
        assert_eq!(languages, ["curl", "JavaScript", "PHP", "Python"]);
    }
}

#[tokio::test]
async fn a_page_that_the_documentation_does_not_have_is_not_found() {
    let app = service().await;
    for uri in ["/docs/no-such-page", "/docs/no-such-page.md"] {
        let (status, _, html) = read(&anonymous(&app), uri).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{uri}");
        assert!(html.contains("There is nothing here"), "{uri}");
    }
}

#[tokio::test]
async fn the_limits_are_those_of_the_table_now() {
    let app = service_with(&[("API_RATE_LIMIT_ENABLED", "true"), ("PAGE_RATE_LIMIT", "77")]).await;
    let door = anonymous(&app);
    let row = |text: &str, plan: &str| {
        let row = text.lines().find(|line| line.starts_with(&format!("| {plan} |")));
        row.expect("is in the table").to_owned()
    };
    let (_, _, text) = read(&door, "/docs/limits.md").await;
    assert_eq!(row(&text, "anonymous"), "| anonymous | 30 | 500 | 5 | 20 | 25 |");
    assert_eq!(row(&text, "business"), "| business | 6,000 | 5,000,000 | 1,000 | 10,000 | 5,000 |");
    assert!(text.contains("| 77 a minute, twice as many at once |"), "{text}");
    assert!(!text.contains("switched its limits off"));
    let edit = "update plan set per_minute = 61 where name = 'free'";
    sea_orm::ConnectionTrait::execute_unprepared(app.database.pool(), edit)
        .await
        .expect("is written");
    app.plans.refresh().await.expect("is read");
    let (_, _, text) = read(&door, "/docs/limits.md").await;
    assert!(row(&text, "free").starts_with("| free | 61 | 1,000 |"), "{text}");
    let (_, _, text) = read(&anonymous(&service().await), "/docs/limits.md").await;
    assert!(text.contains("switched its limits off"), "{text}");
}

#[tokio::test]
async fn every_address_of_an_example_answers_to_a_key() {
    let app = filled().await;
    let door = held(&app, &minted(&app).await);
    for (page, least) in [("/docs/quick-start.md", 7), ("/docs/migrating.md", 5)] {
        let (_, _, text) = read(&door, page).await;
        let start = format!("{}/api/v1", app.config.bind.app_url);
        let asked =
            text.split(&start).skip(1).filter_map(|rest| rest.split(['\'', '"', '`']).next());
        let asked: Vec<String> = asked.map(|path| format!("/api/v1{path}")).collect();
        assert!(asked.len() >= least, "{page}: {asked:?}");
        for uri in asked {
            assert_eq!(ask(&door, get(&uri)).await.status(), StatusCode::OK, "{page}: {uri}");
        }
    }
}

#[tokio::test]
async fn the_changelog_is_a_feed_as_well() {
    let app = service_with(&[("APP_URL", "https://scores.example")]).await;
    let (status, headers, feed) = read(&anonymous(&app), "/docs/changelog.rss").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[header::CONTENT_TYPE], "application/rss+xml; charset=utf-8");
    assert!(feed.starts_with("<?xml") && feed.ends_with("</rss>\n"), "{feed}");
    assert!(feed.contains("<link>https://scores.example/docs/changelog#unreleased</link>"));
    let versions = include_str!("../../../../../CHANGELOG.md").matches("\n## ").count();
    assert_eq!(feed.matches("<item>").count(), versions);
}
