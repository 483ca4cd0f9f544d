//! Pages whose code a browser fetches when they are first shown.
//!
//! What every page needs, and the live scores, come at once: they are what a phone waits for. Each
//! page here is a part of its own, cut out of the browser's half when that is bound.

use super::{
    DashboardKeys, DashboardOverview, DashboardPlan, DashboardUsage, DocsView, EnterPage,
    ForgotPage, Landing, LeagueView, LoginPage, MatchView, PrivacyPage, RegisterPage, ResetPage,
    RestorePage, StatusView, TwoFactorPage, UndoPage, VerifyPage,
    dashboard::settings::SettingsPage,
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

macro_rules! lazy {
    ($($name:ident = $page:ident;)*) => {$(
        #[doc = concat!("[`", stringify!($page), "`], when it is shown.")]
        #[derive(Debug)]
        pub struct $name;

        #[lazy_route]
        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> AnyView {
                view! { <$page/> }.into_any()
            }
        }
    )*};
}

lazy! {
    LandingRoute = Landing;
    LeagueRoute = LeagueView;
    MatchRoute = MatchView;
    StatusRoute = StatusView;
    PrivacyRoute = PrivacyPage;
    DocsRoute = DocsView;
    OverviewRoute = DashboardOverview;
    KeysRoute = DashboardKeys;
    UsageRoute = DashboardUsage;
    PlanRoute = DashboardPlan;
    RegisterRoute = RegisterPage;
    LoginRoute = LoginPage;
    EnterRoute = EnterPage;
    ForgotRoute = ForgotPage;
    ResetRoute = ResetPage;
    VerifyRoute = VerifyPage;
    RestoreRoute = RestorePage;
    UndoRoute = UndoPage;
    TwoFactorRoute = TwoFactorPage;
    SettingsRoute = SettingsPage;
}
