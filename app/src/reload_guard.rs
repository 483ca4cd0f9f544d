//! Whether the page in the browser is still the one its address names.

use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::PerformanceEntry;

/// Load the page anew if its address changed before the script ran; whether it is.
///
/// Back, pressed while a page loads, may lead to a place that an earlier script made without a
/// load: the address is then another page's than the HTML, and hydrating would fail. What the page
/// was loaded for is told by the browser's own timing, so that no proxy can make them differ.
pub fn reloads() -> bool {
    let location = window().location();
    let differs = loaded_address().is_some_and(|loaded| {
        location.href().is_ok_and(|here| without_fragment(&here) != without_fragment(&loaded))
    });
    // Where it cannot be loaded anew, the script does with what there is.
    differs && location.reload().is_ok()
}

/// The address this page was loaded for; `None` if unknown or if it was loaded anew already.
fn loaded_address() -> Option<String> {
    let entries = window().performance()?.get_entries_by_type("navigation");
    let entry: PerformanceEntry = entries.get(0).dyn_into().ok()?;
    let kind = js_sys::Reflect::get(&entry, &JsValue::from_str("type")).ok()?.as_string()?;
    // Once is enough, whatever a browser takes for the address.
    (kind != "reload").then(|| entry.name())
}

fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_within_the_page_is_no_other_page() {
        assert_eq!(without_fragment("http://x/live?a=1#main"), "http://x/live?a=1");
        assert_eq!(without_fragment("http://x/live"), "http://x/live");
    }
}
