//! Pages whose code a browser fetches when they are first shown.
//!
//! What every page needs, and the live scores, come at once: they are what a phone waits for. The
//! rest is cut into a few parts when the browser's half is bound, each of pages that are visited
//! together; with a part for each page there would be a hundred small files of what some share.

use super::{
    DashboardKeys, DashboardOverview, DashboardPlan, DashboardUsage, DocsView, EnterPage,
    ForgotPage, Landing, LeagueView, LoginPage, MatchView, PrivacyPage, RegisterPage, ResetPage,
    RestorePage, StatusView, TwoFactorPage, UndoPage, VerifyPage,
    dashboard::settings::SettingsPage,
};
use leptos::prelude::*;
use leptos_router::LazyRoute;

macro_rules! part {
    ($part:ident, $preload:ident, $pages:ident: $($name:ident = $page:ident;)*) => {
        /// Which page of the part.
        #[derive(Clone, Copy, Debug)]
        #[allow(clippy::enum_variant_names, reason = "they are named after their pages")]
        enum $pages {
            $($page,)*
        }

        #[lazy]
        fn $part(page: $pages) -> AnyView {
            match page {
                $($pages::$page => view! { <$page/> }.into_any(),)*
            }
        }

        $(
            #[doc = concat!("[`", stringify!($page), "`], when it is shown.")]
            #[derive(Debug)]
            pub struct $name;

            impl LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $part($pages::$page).await
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $preload().await;
                }
            }
        )*
    };
}

part! { scores, __preload_scores, Scores:
    LeagueRoute = LeagueView;
    MatchRoute = MatchView;
}

part! { reading, __preload_reading, Reading:
    LandingRoute = Landing;
    StatusRoute = StatusView;
    PrivacyRoute = PrivacyPage;
    DocsRoute = DocsView;
}

part! { entrance, __preload_entrance, Entrance:
    RegisterRoute = RegisterPage;
    LoginRoute = LoginPage;
    EnterRoute = EnterPage;
    ForgotRoute = ForgotPage;
    ResetRoute = ResetPage;
    VerifyRoute = VerifyPage;
    RestoreRoute = RestorePage;
    UndoRoute = UndoPage;
}

part! { dashboard, __preload_dashboard, Dashboard:
    OverviewRoute = DashboardOverview;
    KeysRoute = DashboardKeys;
    UsageRoute = DashboardUsage;
    PlanRoute = DashboardPlan;
    TwoFactorRoute = TwoFactorPage;
    SettingsRoute = SettingsPage;
}
