//! The one route table, and functions that write the links to it.

use crate::component::chrome::{Footer, Header, KeyHelp};
use crate::live::Feed;
use crate::page::dashboard::settings::SettingsPage;
use crate::page::{ForgotPage, LoginPage, RegisterPage, ResetPage, TwoFactorPage, VerifyPage};
use crate::page::{Landing, LeagueView, LiveScores, MatchView, NotFound, StatusView};
use crate::port::{ScoreFilter, Site};
use entity::model::{LeagueSlug, MatchId, Sport};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode::Async;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

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
            _ => format!("{title} · BTS Guru"),
        }/>
        <Router>
            <a class="skip-link" href="#main">"Skip to content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Landing ssr=Async/>
                    <Route path=path!("/live") view=LiveScores ssr=Async/>
                    <Route path=path!("/sports/:sport/leagues/:league") view=LeagueView ssr=Async/>
                    <Route
                        path=path!("/sports/:sport/leagues/:league/matches/:match")
                        view=MatchView
                        ssr=Async
                    />
                    <Route path=path!("/status") view=StatusView ssr=Async/>
                    <Route path=path!("/register") view=RegisterPage ssr=Async/>
                    <Route path=path!("/login") view=LoginPage ssr=Async/>
                    <Route path=path!("/forgot") view=ForgotPage ssr=Async/>
                    <Route path=path!("/reset") view=ResetPage ssr=Async/>
                    <Route path=path!("/verify") view=VerifyPage ssr=Async/>
                    <Route path=path!("/two-factor") view=TwoFactorPage ssr=Async/>
                    <Route path=path!("/dashboard/settings") view=SettingsPage ssr=Async/>
                </Routes>
            </main>
            <Footer/>
            <KeyHelp/>
        </Router>
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

/// Sign up.
pub const REGISTER: &str = "/register";
/// Sign in.
pub const LOGIN: &str = "/login";
/// Sign out; takes a post alone.
pub const LOGOUT: &str = "/logout";
/// Ask for a new password.
pub const FORGOT: &str = "/forgot";
/// Choose a new password.
pub const RESET: &str = "/reset";
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
    fn an_unfiltered_list_has_a_bare_address() {
        assert_eq!(live(&ScoreFilter::default()), "/live");
    }
}
