//! The numbers of the chart: by group, and bucket by bucket.

use super::chart::label;
use crate::component::time::machine;
use crate::port::{
    SortColumn, Totals, UsageQuery, UsageReport, UsageSeries, grouped, milliseconds,
};
use crate::routes;
use leptos::prelude::*;
use std::cmp::Ordering;

/// A line for each group, sorted by links.
pub(super) fn groups(query: &UsageQuery, report: &UsageReport) -> impl IntoView + use<> {
    let mut series: Vec<&UsageSeries> = report.series.iter().collect();
    series.sort_by(|a, b| {
        let order = compare(query.sort.column, a, b);
        let order = if query.sort.descending { order.reverse() } else { order };
        order.then_with(|| a.name.cmp(&b.name))
    });
    let heads = SortColumn::ALL.map(|column| head(query, column));
    let rows = series.into_iter().map(|series| {
        view! { <tr><th scope="row">{series.name.clone()}</th>{cells(&series.totals)}</tr> }
    });
    view! {
        <div class="table-wrap" role="region" aria-label="Usage by group" tabindex="0">
            <table class="data">
                <caption class="sr-only">{format!("Usage by {}", query.by.as_str())}</caption>
                <thead>
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"All"</th>
                        {cells(&report.all)}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

/// A line for each bucket, a column for each group.
pub(super) fn buckets(report: &UsageReport) -> impl IntoView + use<> {
    let heads = report.series.iter().map(|series| {
        view! { <th scope="col" class="num">{series.name.clone()}</th> }
    });
    let at = |numbers: &[u64], i: usize| numbers.get(i).copied().unwrap_or_default();
    let rows = report.span.starts().into_iter().enumerate().map(|(i, start)| {
        let limited: u64 = report.series.iter().map(|series| at(&series.limited, i)).sum();
        let cells = report.series.iter().map(|series| {
            view! { <td class="num">{grouped(at(&series.requests, i))}</td> }
        });
        view! {
            <tr>
                <th scope="row">
                    <time datetime=machine(start)>{label(start, report.span.bucket)}</time>
                </th>
                {cells.collect_view()}
                <td class="num">{grouped(limited)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap" role="region" aria-label="Usage by time" tabindex="0">
            <table class="data">
                <thead>
                    <tr>
                        <th scope="col">"From, UTC"</th>
                        {heads.collect_view()}
                        <th scope="col" class="num">"of them 429"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn head(query: &UsageQuery, column: SortColumn) -> impl IntoView + use<> {
    let words = match column {
        SortColumn::Name => query.by.name(),
        SortColumn::Requests => "Requests",
        SortColumn::Errors => "Errors",
        SortColumn::Limited => "429",
        SortColumn::Bytes => "Sent",
        SortColumn::P50 => "p50",
        SortColumn::P95 => "p95",
        SortColumn::Sockets => "Socket min",
        SortColumn::Messages => "Messages",
    };
    let (order, mark) = match (query.sort.column == column, query.sort.descending) {
        (true, true) => (Some("descending"), " ↓"),
        (true, false) => (Some("ascending"), " ↑"),
        (false, _) => (None, ""),
    };
    let href = routes::usage(&query.sorted_by(column));
    let class = if column == SortColumn::Name { "" } else { "num" };
    view! {
        <th scope="col" class=class aria-sort=order>
            <a href=href>{words} <span aria-hidden="true">{mark}</span></a>
        </th>
    }
}

fn cells(totals: &Totals) -> impl IntoView + use<> {
    let texts = [
        grouped(totals.requests),
        grouped(totals.errors),
        grouped(totals.limited),
        size(totals.bytes),
        milliseconds(totals.p50_ms),
        milliseconds(totals.p95_ms),
        grouped(totals.socket_minutes),
        grouped(totals.messages),
    ];
    texts.map(|text| view! { <td class="num">{text}</td> }).into_iter().collect_view()
}

fn compare(column: SortColumn, a: &UsageSeries, b: &UsageSeries) -> Ordering {
    let (x, y) = (&a.totals, &b.totals);
    match column {
        SortColumn::Name => a.name.cmp(&b.name),
        SortColumn::Requests => x.requests.cmp(&y.requests),
        SortColumn::Errors => x.errors.cmp(&y.errors),
        SortColumn::Limited => x.limited.cmp(&y.limited),
        SortColumn::Bytes => x.bytes.cmp(&y.bytes),
        SortColumn::P50 => x.p50_ms.cmp(&y.p50_ms),
        SortColumn::P95 => x.p95_ms.cmp(&y.p95_ms),
        SortColumn::Sockets => x.socket_minutes.cmp(&y.socket_minutes),
        SortColumn::Messages => x.messages.cmp(&y.messages),
    }
}

/// `812 B`, `1.4 kB`, `12.0 MB`: thousands, not 1,024s.
fn size(bytes: u64) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut tenths = u128::from(bytes) / 100;
    for unit in units {
        if tenths < 10_000 || unit == "EB" {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        tenths /= 1000;
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_fitting_units() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(1450), "1.4 kB");
        assert_eq!(size(12_000_000), "12.0 MB");
        assert_eq!(size(u64::MAX), "18.4 EB");
    }
}
