//! The browser's half: hydrates the app.

use leptos::mount::hydrate_lazy;
use wasm_bindgen::prelude::wasm_bindgen;

/// Take over the page the server sent, if it is still the one its address names.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    if app::reload_guard::reloads() {
        return;
    }
    hydrate_lazy(app::routes::App);
}
