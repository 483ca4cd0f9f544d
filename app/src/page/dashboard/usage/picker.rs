//! Range, grouping and key: links and one form, all in the URL.

use crate::port::{FilterProblem, Grouping, Range, UsageQuery, UsageReport};
use crate::routes;
use entity::model::Instant;
use leptos::prelude::*;

/// The named ranges and the groupings as links.
pub(super) fn links(query: &UsageQuery) -> impl IntoView + use<> {
    let ranges = Range::NAMED.map(|range| {
        let current = (query.range == range).then_some("true");
        let href = routes::usage(&query.with_range(range));
        view! { <a class="seg" href=href aria-current=current>{range.name()}</a> }
    });
    let groups = Grouping::ALL.map(|by| {
        let current = (query.by == by).then_some("true");
        let href = routes::usage(&query.with_by(by));
        view! { <a class="seg" href=href aria-current=current>{by.name()}</a> }
    });
    view! {
        <div class="toolbar">
            <nav class="segs" aria-label="Range">{ranges.into_iter().collect_view()}</nav>
            <nav class="segs" aria-label="Group by">{groups.into_iter().collect_view()}</nav>
        </div>
    }
}

/// The form for a range of one's own and for one key.
pub(super) fn form(query: &UsageQuery, report: &UsageReport) -> impl IntoView + use<> {
    let (from, to) = match query.range {
        Range::Custom { from, to } => (from, to),
        Range::Hour | Range::Day | Range::Week | Range::Month => {
            (report.span.from, report.counted_until)
        }
    };
    let key = query.key.clone();
    let options = report.keys.iter().map(|(id, name)| {
        let selected = key.as_ref() == Some(id);
        view! { <option value=id.clone() selected=selected>{name.clone()}</option> }
    });
    let by = (query.by != Grouping::default())
        .then(|| view! { <input type="hidden" name="by" value=query.by.word()/> });
    let everything =
        (query.key.is_some() || matches!(query.range, Range::Custom { .. })).then(|| {
            let href = routes::usage(&query.with_key(None).with_range(Range::Day));
            view! { <a href=href>"Clear"</a> }
        });
    view! {
        <form class="usage-form" method="get" action=routes::USAGE>
            {by}
            <label>
                "From " <input class="input input-sm" type="datetime-local" name="from" id="filter" value=local(from)/>
            </label>
            <label>
                "To " <input class="input input-sm" type="datetime-local" name="to" value=local(to)/>
            </label>
            <label>
                "Key "
                <select class="input input-sm" name="key">
                    <option value="">"All keys"</option>
                    {options.collect_view()}
                </select>
            </label>
            <button class="btn btn-sm">"Show"</button>
            {everything}
            <span class="page-sub">"UTC"</span>
        </form>
    }
}

/// What in the URL was not understood.
pub(super) fn notes(problems: &[FilterProblem]) -> impl IntoView + use<> {
    let notes: Vec<_> = problems.iter().map(|p| p.message.clone()).collect();
    notes
        .into_iter()
        .map(|text| view! { <p class="notice" role="status">{text}</p> })
        .collect_view()
}

/// An instant as a field for dates and times wants it.
fn local(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}
