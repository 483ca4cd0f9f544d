//! A report as bars: the largest groups by themselves, the rest together.

use crate::component::chart::{BarChart, ChartBar, LOOKS};
use crate::component::time::{hour_minute, short_date};
use crate::port::{UsageReport, grouped};
use entity::model::Instant;
use leptos::prelude::*;

/// The chart of `report`.
pub(super) fn chart(report: &UsageReport) -> impl IntoView + use<> {
    let (names, bars) = stacked(report);
    let limit = report
        .bucket_limit()
        .map(|limit| (limit, format!("{} in {}", grouped(limit), length(report.span.bucket))));
    let label = format!(
        "Requests by {}, {} a bar. The tables below have the same numbers.",
        report.by.as_str(),
        length(report.span.bucket)
    );
    view! { <BarChart bars names limit label/> }
}

/// The names of the parts and the bars of `report`; every request is in exactly one part.
fn stacked(report: &UsageReport) -> (Vec<String>, Vec<ChartBar>) {
    // What is all refused has the look of the refused, and no part of its own.
    let (refused, mut order): (Vec<_>, Vec<_>) = report.series.iter().partition(|series| {
        let totals = series.totals;
        totals.requests > 0 && totals.limited >= totals.requests
    });
    order.sort_by_key(|series| std::cmp::Reverse(series.totals.requests));
    let alone = if order.len() > LOOKS { LOOKS - 1 } else { order.len() };
    let mut names: Vec<String> = order[..alone].iter().map(|series| series.name.clone()).collect();
    if order.len() > alone {
        names.push(format!("{} others", order.len() - alone));
    }
    let at = |numbers: &[u64], i: usize| numbers.get(i).copied().unwrap_or_default();
    let starts = report.span.starts().into_iter().enumerate();
    let bars = starts.map(|(i, start)| {
        let mut parts = vec![0_u64; names.len()];
        let mut turned_away: u64 = refused.iter().map(|series| at(&series.requests, i)).sum();
        for (n, series) in order.iter().enumerate() {
            let (all, limited) = (at(&series.requests, i), at(&series.limited, i));
            parts[n.min(alone)] += all.saturating_sub(limited);
            turned_away += limited.min(all);
        }
        ChartBar { label: label(start, report.span.bucket), parts, refused: turned_away }
    });
    let bars = bars.collect();
    (names, bars)
}

/// What stands below a bar: the time, with the day where bars are long.
pub(super) fn label(at: Instant, bucket: i64) -> String {
    match bucket {
        ..3600 => hour_minute(at),
        3600..86_400 => format!("{} {}", short_date(at.date_naive()), hour_minute(at)),
        _ => short_date(at.date_naive()),
    }
}

/// `1 minute`, `30 minutes`, `4 hours`, `1 day`.
pub(super) fn length(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{Grouping, Totals, UsageQuery, UsageSeries};

    fn report(groups: u64) -> UsageReport {
        let now = "2026-05-17T12:20:30Z".parse().expect("an instant");
        let span = UsageQuery::default().span(now);
        let count = span.starts().len();
        let series = (0..groups).map(|n| UsageSeries {
            name: format!("g{n}"),
            requests: vec![n + 2; count],
            limited: vec![1; count],
            totals: Totals { requests: (n + 2) * count as u64, ..Totals::default() },
        });
        UsageReport {
            span,
            by: Grouping::Endpoint,
            series: series.collect(),
            all: Totals::default(),
            refused: Vec::new(),
            per_minute: 60,
            per_day: Some(1000),
            keys: Vec::new(),
            counted_until: now,
        }
    }

    #[test]
    fn every_request_is_in_exactly_one_part() {
        for groups in [0, 1, 6, 7, 20] {
            let report = report(groups);
            let (names, bars) = stacked(&report);
            assert!(names.len() <= LOOKS);
            assert_eq!(bars.len(), report.span.starts().len());
            for bar in &bars {
                assert_eq!(bar.parts.len(), names.len());
                let drawn = bar.parts.iter().sum::<u64>() + bar.refused;
                let counted: u64 = report.series.iter().map(|series| series.requests[0]).sum();
                assert_eq!(drawn, counted);
            }
        }
    }

    #[test]
    fn the_small_groups_stand_together() {
        let (names, _) = stacked(&report(8));
        assert_eq!(names, ["g7", "g6", "g5", "g4", "g3", "3 others"]);
    }

    #[test]
    fn bars_are_named_by_their_length() {
        let at = "2026-05-17T12:20:00Z".parse().expect("an instant");
        assert_eq!(label(at, 60), "12:20");
        assert_eq!(label(at, 3600), "17 May 12:20");
        assert_eq!(label(at, 86_400), "17 May");
        assert_eq!(length(60), "1 minute");
        assert_eq!(length(4 * 3600), "4 hours");
        assert_eq!(length(7 * 86_400), "7 days");
    }

    #[test]
    fn a_group_that_is_all_refused_is_in_the_legend_once() {
        let mut report = report(2);
        report.series[1].name = "429".to_owned();
        report.series[1].limited = report.series[1].requests.clone();
        report.series[1].totals.limited = report.series[1].totals.requests;
        let (names, bars) = stacked(&report);
        assert_eq!(names, ["g0"]);
        assert_eq!((bars[0].parts.clone(), bars[0].refused), (vec![1], 4));
    }

    #[test]
    fn no_bucket_has_a_higher_limit_than_its_days() {
        let mut report = report(1);
        for (bucket, limit) in
            [(60, 60), (600, 600), (1_800, 1_000), (4 * 3_600, 1_000), (86_400, 1_000)]
        {
            report.span.bucket = bucket;
            assert_eq!(report.bucket_limit(), Some(limit), "{bucket}");
        }
        report.span.bucket = 7 * 86_400;
        assert_eq!(report.bucket_limit(), Some(7_000));
        (report.span.bucket, report.per_day) = (86_400, None);
        assert_eq!(report.bucket_limit(), Some(86_400));
    }
}
