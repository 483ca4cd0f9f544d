//! Light, dark, or as the system says.

use crate::port::AppError;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// What the reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The cookie that keeps it.
    pub(crate) const COOKIE: &str = "theme";

    const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    const fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Theme::System => "System theme",
            Theme::Light => "Light theme",
            Theme::Dark => "Dark theme",
        }
    }

    /// The theme of that word.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word)
    }

    /// The value of `data-theme`; `None` leaves it to the system.
    pub(crate) const fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("bts-light"),
            Theme::Dark => Some("bts-dark"),
        }
    }

    /// The cookie line that keeps it for a year.
    fn cookie(self) -> String {
        format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", Self::COOKIE, self.as_str())
    }
}

/// Keep the reader's theme; the form's way where no script runs.
#[server(name = SetTheme, prefix = "/fn", endpoint = "theme")]
pub async fn set_theme(
    /// `system`, `light` or `dark`.
    theme: String,
) -> Result<(), AppError> {
    if let Some(theme) = Theme::from_word(&theme) {
        crate::request::set_cookie(&theme.cookie());
    }
    Ok(())
}

/// Three buttons, one pressed. Which one is the stylesheet's matter until a script runs.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let (chosen, set_chosen) = signal(None::<Theme>);
    Effect::new(move |_| {
        let attribute =
            document().document_element().and_then(|html| html.get_attribute("data-theme"));
        let theme = Theme::ALL
            .into_iter()
            .find(|theme| theme.attribute() == attribute.as_deref())
            .unwrap_or(Theme::System);
        set_chosen.set(Some(theme));
    });
    let choose = move |theme: Theme| {
        let Some(html) = document().document_element() else { return };
        // Neither can fail on an element of our own; the page keeps its theme if one did.
        let _ = match theme.attribute() {
            Some(name) => html.set_attribute("data-theme", name),
            None => html.remove_attribute("data-theme"),
        };
        if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
            let _ = document.set_cookie(&theme.cookie());
        }
        set_chosen.set(Some(theme));
    };
    let buttons = Theme::ALL.map(|theme| {
        view! {
            <button
                class=format!("theme-{}", theme.as_str())
                name="theme"
                value=theme.as_str()
                title=theme.name()
                aria-label=theme.name()
                aria-pressed=move || chosen.get().map(|now| (now == theme).to_string())
                on:click=move |event| {
                    event.prevent_default();
                    choose(theme);
                }
            >
                {super::icon::theme(theme)}
            </button>
        }
    });
    view! {
        <form class="theme-switch" method="post" action="/fn/theme">
            {buttons.into_iter().collect_view()}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_is_found_by_its_word() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_word(theme.as_str()), Some(theme));
            assert!(theme.cookie().starts_with(&format!("theme={};", theme.as_str())));
        }
        assert_eq!(Theme::from_word("sepia"), None);
    }
}
