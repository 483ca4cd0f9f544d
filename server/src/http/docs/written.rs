//! Texts: filled with what this installation is, and sent to whoever reads Markdown.

use super::{article, base_urls::BaseUrls, coverage, tables};
use crate::{
    accounts::keys::WRONG_KEYS,
    app::AppState,
    http::response::{IfNoneMatch, JsonResponse},
};
use app::port::DocsPage;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use std::fmt::Write;

/// A page as Markdown.
pub(super) fn twin(page: DocsPage, app: &AppState, known: &IfNoneMatch) -> Response {
    plain("text/markdown; charset=utf-8", article::text(page, app), known)
}

/// A document for programs that is no JSON.
pub(super) fn plain(kind: &'static str, text: String, known: &IfNoneMatch) -> Response {
    let mut response = JsonResponse::new(text, None, 300).to(known);
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

/// `/llms.txt`: every page in a sentence for programs that read, by its Markdown.
pub(super) fn llms(app: &AppState) -> String {
    let url = &app.config.bind.app_url;
    fill(include_str!("text/llms.md"), app) + &list(|page| format!("{url}{}", page.twin()))
}

/// The pages but the index, an item each.
fn list(address: impl Fn(DocsPage) -> String) -> String {
    let others = DocsPage::ALL.into_iter().filter(|page| *page != DocsPage::Index);
    others.fold(String::new(), |mut list, page| {
        let (title, about) = (page.title(), page.about());
        writeln!(list, "- [{title}]({}): {about}", address(page)).expect("a string takes any text");
        list
    })
}

/// A text with its `{{names}}` filled in.
pub(super) fn fill(text: &str, app: &AppState) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match value(name, app) {
            Some(value) => filled.push_str(&value),
            None => filled.extend(["{{", name, "}}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// What a name in a text stands for; each is said once, here or where it holds.
fn value(name: &str, app: &AppState) -> Option<String> {
    let place = || BaseUrls::of(&app.config);
    Some(match name {
        "app_key" => app.config.realtime.app_key.clone(),
        "close_codes" => tables::close_codes(),
        "change" => tables::change(),
        "coverage_leagues" => coverage::leagues(),
        "coverage_matches" => coverage::matches(),
        "events" => tables::events(),
        "handshakes" => tables::handshakes(),
        "host" => place().host,
        "pages" => list(|page| page.address().to_owned()),
        "pages_a_minute" => app.config.rate_limit.pages.to_string(),
        "plans" => tables::plans(app),
        "port" => place().port,
        "proxied_sports" => tables::proxied_sports(),
        "sample Caddyfile" => include_str!("../../../deploy/Caddyfile").to_owned(),
        "sample nginx.conf" => include_str!("../../../deploy/nginx.conf").to_owned(),
        "sample bts-guru.service" => include_str!("../../../deploy/bts-guru.service").to_owned(),
        "sample supervisor.conf" => include_str!("../../../deploy/supervisor.conf").to_owned(),
        "switched_off" => tables::switched_off(app),
        "tls" => place().tls.to_string(),
        "url" => app.config.bind.app_url.trim_end_matches('/').to_owned(),
        "wrong_keys" => WRONG_KEYS.per_minute.to_string(),
        _ => return None,
    })
}
