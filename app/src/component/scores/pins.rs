//! Pinned leagues, kept by the browser.

use leptos::prelude::window;

/// Where the browser keeps them, one a line.
const STORE: &str = "bts.pins";

/// The pinned leagues. Call it within an effect.
pub(super) fn load() -> Vec<String> {
    let kept = store().and_then(|store| store.get_item(STORE).ok().flatten()).unwrap_or_default();
    kept.lines().filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}

/// Keep them; a browser that keeps nothing forgets them with the page.
pub(super) fn save(pins: &[String]) {
    if let Some(store) = store() {
        let _ = store.set_item(STORE, &pins.join("\n"));
    }
}

fn store() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
