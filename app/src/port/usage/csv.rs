//! A report as CSV: the numbers of the page, a line for each group and bucket.

use super::UsageReport;
use chrono::SecondsFormat;
use std::fmt::Write;

/// RFC 4180 text, a head line first: `at,{group},requests,limited`.
pub fn csv(report: &UsageReport) -> String {
    let mut text = format!("at,{},requests,limited\r\n", report.by.word());
    for (i, at) in report.span.starts().into_iter().enumerate() {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        for series in &report.series {
            let of = |numbers: &[u64]| numbers.get(i).copied().unwrap_or_default();
            let (requests, limited) = (of(&series.requests), of(&series.limited));
            // Writing to a string cannot fail.
            let _ = write!(text, "{at},{},{requests},{limited}\r\n", cell(&series.name));
        }
    }
    text
}

/// A name as a cell: quoted where it must be, and never taken for a formula.
fn cell(name: &str) -> String {
    let formula = name.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if formula { format!("'{name}") } else { name.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{Grouping, Range, Totals, UsageQuery, UsageSeries};

    #[test]
    fn every_bucket_of_every_group_has_its_line() {
        let now = "2026-05-17T12:20:30Z".parse().expect("an instant");
        let query = UsageQuery { range: Range::Hour, ..UsageQuery::default() };
        let span = query.span(now);
        let count = span.starts().len();
        let series = |name: &str| UsageSeries {
            name: name.to_owned(),
            requests: (0..count as u64).collect(),
            limited: vec![0; count],
            totals: Totals::default(),
        };
        let report = UsageReport {
            span,
            by: Grouping::Key,
            series: vec![series("site"), series("a, \"b\"")],
            per_minute: 60,
            per_day: None,
            keys: Vec::new(),
            counted_until: now,
        };
        let text = csv(&report);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 2 * count);
        assert_eq!(lines[0], "at,key,requests,limited");
        assert_eq!(lines[3], "2026-05-17T11:22:00Z,site,1,0");
        assert_eq!(lines[4], "2026-05-17T11:22:00Z,\"a, \"\"b\"\"\",1,0");
    }

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("a=b"), "a=b");
    }
}
