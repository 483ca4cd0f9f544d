//! The pages of text: each is there twice, names what exists, and leads to what exists.

use super::{
    super::pages::{ALL, INDEX, Page},
    support::{Door, anonymous, ask, filled, get, held, minted, service, service_with},
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use std::collections::BTreeSet;

async fn read(door: &Door, uri: &str) -> (StatusCode, HeaderMap, String) {
    let response = ask(door, get(uri)).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 4 << 20).await.expect("is read");
    (status, headers, String::from_utf8(body.to_vec()).expect("is text"))
}

fn twin(page: &Page) -> String {
    format!("{}.md", page.address)
}

/// What stands between two marks, as often as it does.
fn between<'a>(text: &'a str, from: &'a str, to: char) -> impl Iterator<Item = &'a str> {
    text.split(from).skip(1).filter_map(move |rest| rest.split(to).next())
}

#[tokio::test]
async fn every_page_is_whole_without_script_and_has_one_heading_and_a_way_to_all_others() {
    let app = service().await;
    let door = anonymous(&app);
    for page in ALL {
        let (status, headers, html) = read(&door, page.address).await;
        let at = page.address;
        assert_eq!(status, StatusCode::OK, "{at}");
        let said = |name| headers[name].to_str().expect("is text").to_owned();
        assert!(said(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"), "{at}");
        assert!(said(header::VARY).contains("cookie"), "{at}");
        assert!(said(header::CACHE_CONTROL).starts_with("private, max-age="), "{at}");
        assert_eq!(html.matches("<h1>").count(), 1, "{at}");
        assert!(html.contains(&format!("<h1>{}</h1>", page.title)), "{at}");
        assert!(html.contains("<html lang=\"en\"") && html.contains("class=\"skip-link\""), "{at}");
        let own = format!("href=\"{at}\" aria-current=\"page\">{}<", page.title);
        assert!(html.contains(&own), "{at} does not say where the reader is");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{at}");
        for other in ALL {
            assert!(html.contains(&format!("<a class=\"dash-link\" href=\"{}\"", other.address)));
        }
        assert!(!html.contains("{{"), "{at} has a name that is not filled");
        assert!(!html.contains(" style=\"") && !html.contains(" onclick"), "{at}");
        for tag in between(&html, "<link ", '>').chain(between(&html, "<script", '>')) {
            assert!(!tag.contains("=\"http"), "{at} loads from elsewhere: {tag}");
        }
        let ids: Vec<&str> = between(&html, " id=\"", '"').collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{at}: {ids:?}");
        // Swagger's page tells one endpoint after the other by second headings alone.
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
    for page in ALL {
        pages.insert(page.address, read(&door, page.address).await.2);
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
    assert!(tried.len() > 2 * ALL.len(), "{tried:?}");
}

#[tokio::test]
async fn every_page_has_a_twin_in_markdown_that_a_reader_may_keep() {
    let app = service().await;
    let door = anonymous(&app);
    for page in ALL {
        let uri = twin(page);
        let (status, headers, text) = read(&door, &uri).await;
        assert_eq!(status, StatusCode::OK, "{uri}");
        assert_eq!(headers[header::CONTENT_TYPE], "text/markdown; charset=utf-8", "{uri}");
        assert!(text.starts_with(&format!("# {}\n", page.title)), "{uri}");
        assert!(!text.contains("{{"), "{uri} has a name that is not filled");
        assert!(text.lines().filter(|line| !line.is_empty()).count() > 10, "{uri}: {text}");
        let again = Request::get(&uri).header("if-none-match", &headers[header::ETAG]);
        let again = ask(&door, again.body(Body::empty()).expect("is a request")).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{uri}");
    }
    let (_, headers, list) = read(&door, "/llms.txt").await;
    assert_eq!(headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let (_, _, index) = read(&door, INDEX.address).await;
    for page in ALL.iter().filter(|page| page.address != INDEX.address) {
        let url = format!("({}{})", app.config.bind.app_url, twin(page));
        assert!(list.contains(&url), "{url} is not in /llms.txt");
        assert!(index.contains(&format!("<li><a href=\"{}\">", page.address)), "{}", page.address);
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
async fn every_address_of_the_quick_start_answers_to_a_key() {
    let app = filled().await;
    let door = held(&app, &minted(&app).await);
    let (_, _, text) = read(&door, "/docs/quick-start.md").await;
    let start = format!("{}/api/v1", app.config.bind.app_url);
    let asked = text.split(&start).skip(1).filter_map(|rest| rest.split(['\'', '"']).next());
    let asked: Vec<String> = asked.map(|path| format!("/api/v1{path}")).collect();
    assert!(asked.len() >= 7, "{asked:?}");
    for uri in asked {
        assert_eq!(ask(&door, get(&uri)).await.status(), StatusCode::OK, "{uri}");
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
