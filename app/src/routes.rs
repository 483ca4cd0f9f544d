//! The one route table, and functions that write the links to it.

use crate::component::chrome::{Footer, Header, KeyHelp};
use crate::component::state::NotTaken;
use crate::live::Feed;
use crate::page::{LiveScores, NotFound, lazy};
use crate::port::{DocsPage, ScoreFilter, Site, UsageQuery};
use entity::model::{LeagueSlug, MatchId, Sport};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::Lazy;
use leptos_router::SsrMode::Async;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use std::fmt::Write;

/// Every page.
///
/// All render in [`Async`] mode: the answer is complete HTML with the right status, whether or not
/// a script ever runs.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let site = SharedValue::new(site).into_inner();
    provide_context(Feed::new(site.clone()));
    provide_context(site);
    provide_context(crate::component::form::request_viewer());
    view! {
        <Title formatter=|title: String| match title.as_str() {
            "" => "BTS Guru".to_owned(),
            _ => format!("{} · BTS Guru", in_markup(&title)),
        }/>
        <Router>
            // The browser's own jump takes the focus along; the router's does not.
            <a class="skip-link" href="#main" rel="external">"Skip to content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <NotTaken/>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view={Lazy::<lazy::LandingRoute>::new()} ssr=Async/>
                    <Route path=path!("/live") view=LiveScores ssr=Async/>
                    <Route path=path!("/sports/:sport/leagues/:league") view={Lazy::<lazy::LeagueRoute>::new()} ssr=Async/>
                    <Route
                        path=path!("/sports/:sport/leagues/:league/matches/:match")
                        view={Lazy::<lazy::MatchRoute>::new()}
                        ssr=Async
                    />
                    <Route path=path!("/status") view={Lazy::<lazy::StatusRoute>::new()} ssr=Async/>
                    <Route path=path!("/privacy") view={Lazy::<lazy::PrivacyRoute>::new()} ssr=Async/>
                    <Route path=path!("/docs") view={Lazy::<lazy::DocsRoute>::new()} ssr=Async/>
                    <Route path=path!("/docs/:page") view={Lazy::<lazy::DocsRoute>::new()} ssr=Async/>
                    <Route path=path!("/dashboard") view={Lazy::<lazy::OverviewRoute>::new()} ssr=Async/>
                    <Route path=path!("/dashboard/keys") view={Lazy::<lazy::KeysRoute>::new()} ssr=Async/>
                    <Route path=path!("/dashboard/usage") view={Lazy::<lazy::UsageRoute>::new()} ssr=Async/>
                    <Route path=path!("/dashboard/plan") view={Lazy::<lazy::PlanRoute>::new()} ssr=Async/>
                    <Route path=path!("/register") view={Lazy::<lazy::RegisterRoute>::new()} ssr=Async/>
                    <Route path=path!("/login") view={Lazy::<lazy::LoginRoute>::new()} ssr=Async/>
                    <Route path=path!("/enter") view={Lazy::<lazy::EnterRoute>::new()} ssr=Async/>
                    <Route path=path!("/forgot") view={Lazy::<lazy::ForgotRoute>::new()} ssr=Async/>
                    <Route path=path!("/reset") view={Lazy::<lazy::ResetRoute>::new()} ssr=Async/>
                    <Route path=path!("/verify") view={Lazy::<lazy::VerifyRoute>::new()} ssr=Async/>
                    <Route path=path!("/restore") view={Lazy::<lazy::RestoreRoute>::new()} ssr=Async/>
                    <Route path=path!("/undo") view={Lazy::<lazy::UndoRoute>::new()} ssr=Async/>
                    <Route path=path!("/two-factor") view={Lazy::<lazy::TwoFactorRoute>::new()} ssr=Async/>
                    <Route path=path!("/dashboard/settings") view={Lazy::<lazy::SettingsRoute>::new()} ssr=Async/>
                </Routes>
            </main>
            <Footer/>
            <KeyHelp/>
        </Router>
    }
}

/// A title as it is written into the page. The server's side of `leptos_meta` writes it as it is, so
/// that a name could end the title and go on as markup; a browser takes it as text.
fn in_markup(title: &str) -> String {
    if cfg!(feature = "ssr") {
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        title.to_owned()
    }
}

/// The installation, on the server; a browser is told it with the page.
fn site() -> Site {
    #[cfg(feature = "ssr")]
    if let Some(ports) = use_context::<crate::port::Ports>() {
        return ports.site;
    }
    Site::default()
}

/// The visitor's page.
pub const HOME: &str = "/";
/// Live scores, unfiltered.
pub const LIVE: &str = "/live";
/// The state of the service.
pub const STATUS: &str = "/status";
/// What is kept how long.
pub const PRIVACY: &str = "/privacy";
/// All there is to read. The server alone has the texts: links to them are `rel="external"`.
pub const DOCS: &str = DocsPage::Index.address();
/// How to ask by REST.
pub const DOCS_API: &str = DocsPage::Api.address();
/// How to listen.
pub const DOCS_REALTIME: &str = DocsPage::Realtime.address();

/// Sign up.
pub const REGISTER: &str = "/register";
/// Sign in.
pub const LOGIN: &str = "/login";
/// Ask for a link that signs one in; takes a post alone.
pub const LOGIN_LINK: &str = "/login/link";
/// Sign in by such a link.
pub const ENTER: &str = "/enter";
/// Sign out; takes a post alone.
pub const LOGOUT: &str = "/logout";
/// Ask for a new password.
pub const FORGOT: &str = "/forgot";
/// Choose a new password.
pub const RESET: &str = "/reset";
/// Keep an account that waits to be deleted.
pub const RESTORE: &str = "/restore";
/// Take an account back that was moved to another address.
pub const UNDO: &str = "/undo";
/// Confirm an address.
pub const VERIFY: &str = "/verify";
/// The second factor.
pub const TWO_FACTOR: &str = "/two-factor";
/// A customer's own pages.
pub const DASHBOARD: &str = "/dashboard";
/// One's own account.
pub const SETTINGS: &str = "/dashboard/settings";
/// One's own data, as JSON.
pub const EXPORT: &str = "/dashboard/settings/export";
/// The customer's keys.
pub const KEYS: &str = "/dashboard/keys";
/// The customer's usage.
pub const USAGE: &str = "/dashboard/usage";
/// The customer's usage as CSV.
pub const USAGE_CSV: &str = "/dashboard/usage.csv";
/// The customer's plan.
pub const PLAN: &str = "/dashboard/plan";

/// Usage under `query`.
pub fn usage(query: &UsageQuery) -> String {
    format!("{USAGE}{}", query.query())
}

/// The form of a key not yet made.
pub fn new_key() -> String {
    format!("{KEYS}?new=1")
}

/// The panel of one key, by its public id.
pub fn key(public_id: &str) -> String {
    format!("{KEYS}?key={}", escaped(public_id))
}

/// `text` as a value in an address: everything but plain letters and digits escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What [`escaped`] wrote; `None` where it wrote no such thing.
#[cfg(test)]
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'%', [high, low, tail @ ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
                tail
            }
            (b'%', _) => return None,
            (plain, tail) => {
                bytes.push(*plain);
                tail
            }
        };
    }
    String::from_utf8(bytes).ok()
}

/// Live scores under `filter`.
pub fn live(filter: &ScoreFilter) -> String {
    format!("{LIVE}{}", filter.query())
}

/// A league's page.
pub fn league(sport: Sport, league: &LeagueSlug) -> String {
    format!("/sports/{sport}/leagues/{league}")
}

/// A match's page.
pub fn match_page(sport: Sport, league: &LeagueSlug, id: &MatchId) -> String {
    format!("/sports/{sport}/leagues/{league}/matches/{id}")
}

/// The REST path of a match.
pub fn match_api(sport: Sport, league: &LeagueSlug, id: &MatchId) -> String {
    format!("/api/v1{}", match_page(sport, league, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_path_of_a_match_is_its_channel_with_slashes() {
        let (league, id) = (LeagueSlug("serie-a".to_owned()), MatchId("17".to_owned()));
        let channel = entity::model::Channel::Match(Sport::Nba, league.clone(), id.clone());
        let path = format!("/api/v1/{}", channel.to_string().replace('.', "/"));
        assert_eq!(match_api(Sport::Nba, &league, &id), path);
    }

    #[test]
    fn what_is_escaped_comes_back() {
        for text in ["", "a b", "{\"name\":\"Türkiye; %41=\"}", "/dashboard?new=1&x"] {
            let escaped = escaped(text);
            assert!(!escaped.contains([' ', ';', '"', '=', '&', '/', ',']), "{escaped}");
            assert_eq!(unescaped(&escaped).as_deref(), Some(text));
        }
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(unescaped(broken), None);
        }
    }

    #[test]
    fn an_unfiltered_list_has_a_bare_address() {
        assert_eq!(live(&ScoreFilter::default()), "/live");
    }
}
