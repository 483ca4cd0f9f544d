//! The service's clock, going on in the browser.

use chrono::TimeDelta;
use entity::model::Instant;
use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use leptos::prelude::*;
use std::time::Duration;

/// The browser's clock in milliseconds; only ever compared with itself.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Run `tick` once a second for as long as the owner lives. Call it within an effect.
pub(crate) fn every_second(tick: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || IntervalHandle::clear(&handle));
    }
}

/// The service's time: `from` as the page was made, then going on by the second.
///
/// The first value is the same on the server and in the browser, and the browser's own clock may
/// be wrong without harm.
pub(crate) fn ticking(from: Instant) -> ReadSignal<Instant> {
    let (now, set_now) = signal(from);
    Effect::new(move |_| {
        let began = now_ms();
        every_second(move || {
            // A page is not open long enough for the difference to leave the type.
            let passed = TimeDelta::milliseconds((now_ms() - began) as i64);
            set_now.try_set(from + passed);
        });
    });
    now
}
