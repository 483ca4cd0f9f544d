//! Range, grouping and key: links and one form, all in the URL.

use crate::port::{FilterProblem, Grouping, Range, UsageQuery, UsageReport};
use crate::routes;
use entity::model::Instant;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

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
///
/// A named range goes on with the clock, so its ends are left open; what is written there wins.
pub(super) fn form(query: &UsageQuery, report: &UsageReport) -> impl IntoView + use<> {
    let (from, to) = match query.range {
        Range::Custom { from, to } => (local(from), local(to)),
        Range::Hour | Range::Day | Range::Week | Range::Month => (String::new(), String::new()),
    };
    let options = report.keys.iter().map(|(id, name)| {
        let selected = query.key.as_ref() == Some(id);
        view! { <option value=id.clone() selected=selected>{name.clone()}</option> }
    });
    let options = options.collect_view();
    // What the fields do not say stays as it is.
    let rest = UsageQuery { key: None, ..query.clone() };
    let kept = rest.pairs().into_iter().filter(|(name, _)| !["from", "to"].contains(name));
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let kept = kept.collect_view();
    let everything =
        (query.key.is_some() || matches!(query.range, Range::Custom { .. })).then(|| {
            let href = routes::usage(&query.with_key(None).with_range(Range::Day));
            view! { <a class="btn btn-sm btn-ghost" href=href>"Clear"</a> }
        });
    let fields = Fields::default();
    let navigate = use_navigate();
    // Without a script the form does the same, by a load of its own and a longer address.
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(asked) = fields.read(&rest) {
            event.prevent_default();
            navigate(&routes::usage(&asked), NavigateOptions::default());
        }
    };
    view! {
        <form class="usage-form" method="get" action=routes::USAGE on:submit=submit>
            {kept}
            <label>
                "From "
                <input
                    node_ref=fields.from
                    class="input input-sm"
                    type="datetime-local"
                    name="from"
                    id="filter"
                    value=from
                />
            </label>
            <label>
                "To "
                <input
                    node_ref=fields.to
                    class="input input-sm"
                    type="datetime-local"
                    name="to"
                    value=to
                />
            </label>
            <label>
                "Key "
                <select node_ref=fields.key class="input input-sm" name="key">
                    <option value="">"All keys"</option>
                    {options}
                </select>
            </label>
            <button class="btn btn-sm">"Show"</button>
            {everything}
            <span class="page-sub">"UTC"</span>
        </form>
    }
}

/// The fields of the form, for a script to read.
#[derive(Clone, Copy, Default)]
struct Fields {
    from: NodeRef<html::Input>,
    to: NodeRef<html::Input>,
    key: NodeRef<html::Select>,
}

impl Fields {
    /// `rest` with what the fields say; `None` where they cannot be read.
    fn read(self, rest: &UsageQuery) -> Option<UsageQuery> {
        let from = self.from.get_untracked()?.value();
        let to = self.to.get_untracked()?.value();
        let key = self.key.get_untracked()?.value();
        let (typed, problems) = UsageQuery::read(|name| match name {
            "from" => Some(from.clone()),
            "to" => Some(to.clone()),
            "key" => Some(key.clone()),
            _ => None,
        });
        let range = match typed.range {
            custom @ Range::Custom { .. } => custom,
            Range::Hour | Range::Day | Range::Week | Range::Month => match rest.range {
                Range::Custom { .. } => Range::default(),
                named => named,
            },
        };
        problems.is_empty().then(|| UsageQuery { range, key: typed.key, ..rest.clone() })
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
