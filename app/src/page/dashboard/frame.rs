//! What stands around every page of the dashboard.

use crate::component::form::mail_note;
use crate::port::Viewer;
use crate::routes;
use leptos::prelude::*;

/// A part of the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The day at a glance.
    Overview,
    /// API keys.
    Keys,
    /// Usage over time.
    Usage,
    /// Plan and quota.
    Plan,
    /// The account itself.
    Settings,
}

impl Section {
    const ALL: [Section; 5] =
        [Section::Overview, Section::Keys, Section::Usage, Section::Plan, Section::Settings];

    const fn name(self) -> &'static str {
        match self {
            Section::Overview => "Overview",
            Section::Keys => "Keys",
            Section::Usage => "Usage",
            Section::Plan => "Plan",
            Section::Settings => "Settings",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Section::Overview => routes::DASHBOARD,
            Section::Keys => routes::KEYS,
            Section::Usage => routes::USAGE,
            Section::Plan => routes::PLAN,
            Section::Settings => routes::SETTINGS,
        }
    }
}

/// What to do first, for an account whose address is not confirmed: it can have nothing of value.
fn unconfirmed() -> Option<impl IntoView> {
    let viewer = use_context::<Option<Viewer>>().flatten()?;
    (!viewer.verified).then(|| {
        view! {
            <form method="post" action=routes::SETTINGS class="notice form-line">
                <input type="hidden" name="form" value="verify"/>
                <span>
                    "Your address is not confirmed yet. Follow the link in our letter; until then there are no keys, no two-factor sign-in and no change of address."
                </span>
                <button class="btn btn-sm">"Send the letter again"</button>
            </form>
            {mail_note()}
        }
    })
}

/// The dashboard's ways beside the page; tabs above it where the screen is narrow.
#[component]
pub fn Frame(
    /// Where the reader is.
    at: Section,
    /// The page.
    children: Children,
) -> impl IntoView {
    let links = Section::ALL.map(|section| {
        let current = (section == at).then_some("page");
        view! { <a class="dash-link" href=section.path() aria-current=current>{section.name()}</a> }
    });
    view! {
        <div class="page dash">
            <nav class="dash-nav" aria-label="Dashboard">{links.into_iter().collect_view()}</nav>
            <div class="dash-main">
                {unconfirmed()}
                {children()}
            </div>
        </div>
    }
}
