//! The chart and its tables, counted on while they are looked at.

use super::{chart::chart, load_usage, refused::refused, table};
use crate::component::state::Stale;
use crate::component::time::{Moment, exact};
use crate::live::every_second;
use crate::port::{Range, UsageQuery, UsageReport};
use crate::routes;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Seconds between looks.
const LOOK_EVERY: u32 = 5;

/// What is shown and whether it may change.
#[derive(Clone, Copy)]
struct Shown {
    report: RwSignal<UsageReport>,
    /// The last look failed.
    failed: RwSignal<bool>,
    /// Pointed at or focused: nothing may move.
    held: RwSignal<bool>,
}

/// The numbers of `report`, and what `empty` shows where there are none.
#[component]
pub(super) fn Numbers(
    /// What was asked for.
    query: UsageQuery,
    /// What was found as the page was made.
    report: UsageReport,
    /// What stands there as long as nothing was counted.
    #[prop(into)]
    empty: ViewFn,
) -> impl IntoView {
    let shown = Shown {
        report: RwSignal::new(report),
        failed: RwSignal::new(false),
        held: RwSignal::new(false),
    };
    count_on(shown, query.query(), query.range);
    let stale = Signal::derive(move || {
        let at = shown.report.with(|report| exact(report.counted_until));
        let text = || format!("Newer numbers could not be had just now. These are kept from {at}.");
        shown.failed.get().then(text)
    });
    let csv = format!("{}{}", routes::USAGE_CSV, query.query());
    let query = StoredValue::new(query);
    let idle = Memo::new(move |_| shown.report.with(UsageReport::is_idle));
    let body = move || {
        if idle.get() {
            return empty.run();
        }
        let csv = csv.clone();
        view! {
            <section class="panel chart-panel dash-section" aria-label="Chart">
                {move || shown.report.with(chart)}
            </section>
            <section
                class="panel table-panel dash-section"
                aria-labelledby="numbers"
                on:pointerenter=move |event| shown.held.set(event.pointer_type() == "mouse")
                on:pointerleave=move |_| shown.held.set(false)
                on:focusin=move |_| shown.held.set(true)
                on:focusout=move |_| shown.held.set(false)
            >
                <div class="section-head">
                    <h2 id="numbers">"The same in numbers"</h2>
                    <a class="btn btn-sm" href=csv rel="external" download="usage.csv">
                        "Download CSV"
                    </a>
                </div>
                {move || shown.report.with(|report| query.with_value(|q| table::groups(q, report)))}
                <details class="numbers">
                    <summary>"Numbers behind the chart"</summary>
                    {move || shown.report.with(table::buckets)}
                </details>
            </section>
        }
        .into_any()
    };
    view! {
        <Stale text=stale/>
        {body}
        {move || shown.report.with(refused)}
        <p class="page-sub">
            "Counted up to "
            {move || {
                let at = shown.report.with(|report| report.counted_until);
                view! { <Moment at=at text=exact(at)/> }
            }} ". Minutes are kept for a day, hours for 90 days."
        </p>
    }
}

/// Look again now and then; a range that is over is counted already.
fn count_on(shown: Shown, query: String, range: Range) {
    if matches!(range, Range::Custom { .. }) {
        return;
    }
    Effect::new(move |_| {
        let query = query.clone();
        let passed = StoredValue::new(0_u32);
        every_second(move || {
            let due = passed.try_update_value(|passed| {
                *passed = (*passed + 1) % LOOK_EVERY;
                *passed == 0
            });
            if due != Some(true) || document().hidden() || shown.held.get_untracked() {
                return;
            }
            let query = query.clone();
            spawn_local(async move {
                let found = load_usage(query).await;
                // The page may be gone by now.
                let _ = shown.failed.try_set(found.is_err());
                if let Ok(report) = found
                    && shown.held.try_get_untracked() == Some(false)
                {
                    shown.report.set(report);
                }
            });
        });
    });
}
