//! A page: the ways to all others, the text, and the ways within it.

use super::key::KeyPicker;
use super::load::article;
use super::script::scripts;
use crate::page::NotFound;
use crate::port::{Article, DocsPage};
use leptos::html::Div;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Stylesheet, Title};
use leptos_router::hooks::{use_location, use_params_map};

/// Where readers of feeds find the changelog.
const FEED: &str = "/docs/changelog.rss";

/// The page that the address names.
#[component]
pub fn DocsView() -> impl IntoView {
    let word = use_params_map().with_untracked(|params| params.get("page"));
    match word.map_or(Some(DocsPage::Index), |word| DocsPage::named(&word)) {
        Some(page) => shown(page),
        None => view! { <NotFound/> }.into_any(),
    }
}

fn shown(page: DocsPage) -> AnyView {
    let Article { body, contents } = article(page);
    let text = NodeRef::<Div>::new();
    load_what_a_script_led_to(page, text);
    let links = DocsPage::ALL.map(|other| {
        let current = (other == page).then_some("page");
        view! {
            <a class="dash-link" href=other.address() aria-current=current rel="external">
                {other.title()}
            </a>
        }
    });
    let feed = (page == DocsPage::Changelog)
        .then(|| view! { <Link rel="alternate" type_="application/rss+xml" href=FEED/> });
    // The renderer of the API brings contents of its own, and needs the room.
    let (class, own) = if page == DocsPage::Api {
        ("page docs docs-wide", None)
    } else {
        ("page docs", Some("docs-text"))
    };
    view! {
        <Title text=page.title()/>
        <Meta name="description" content=page.about()/>
        <Stylesheet href="/docs.css"/>
        <Link rel="alternate" type_="text/markdown" href=page.twin()/>
        {feed}
        <div class=class>
            <nav class="dash-nav" aria-label="Documentation">{links.into_iter().collect_view()}</nav>
            <article>
                <h1>{page.title()}</h1>
                {(page == DocsPage::Api).then(|| view! { <KeyPicker/> })}
                <div class=own node_ref=text inner_html=body></div>
                {neighbours(page)}
                <p class="docs-twin">
                    <a href=page.twin() rel="external">"This page as Markdown"</a>
                </p>
            </article>
            <div class="docs-contents" inner_html=contents></div>
        </div>
        {scripts(page)}
    }
    .into_any()
}

/// The ways to the pages before and after.
fn neighbours(page: DocsPage) -> impl IntoView {
    let way = |to: DocsPage, class: &'static str, word: &'static str| {
        view! {
            <a class=class href=to.address() rel="external">
                <span>{word} " "</span>
                {to.title()}
            </a>
        }
    };
    let (before, after) = page.neighbours();
    view! {
        <nav class="docs-ways" aria-label="Before and after this page">
            {before.map(|to| way(to, "docs-before", "Before"))}
            {after.map(|to| way(to, "docs-after", "Next"))}
        </nav>
    }
}

/// Links to the documentation are followed by the browser, which is sent the text with the page. Where
/// a script led here all the same (back, from a page of the app), the page is loaded.
fn load_what_a_script_led_to(page: DocsPage, text: NodeRef<Div>) {
    let location = use_location();
    Effect::new(move |_| {
        let wanted = location.pathname.get();
        let elsewhere = wanted.trim_end_matches('/') != page.address()
            && wanted.starts_with(DocsPage::Index.address());
        let empty = text.get().is_some_and(|text| text.child_element_count() == 0);
        if !elsewhere && !empty {
            return;
        }
        let here = window().location();
        // Neither can fail but by a reader who leaves meanwhile.
        let _ = if here.pathname().is_ok_and(|path| path == wanted) {
            here.reload()
        } else {
            here.set_href(&format!("{wanted}{}", location.hash.get_untracked()))
        };
    });
}
