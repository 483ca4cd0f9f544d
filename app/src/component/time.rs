//! Instants as people read them; UTC, and it says so.

use chrono::{Datelike, NaiveDate, SecondsFormat, Timelike};
use entity::model::Instant;
use leptos::prelude::*;

/// An instant, exact on hover and for machines.
#[component]
pub fn Moment(
    /// Which instant.
    at: Instant,
    /// What stands there: `20:45`.
    text: String,
) -> impl IntoView {
    view! { <time datetime=machine(at) title=exact(at)>{text}</time> }
}

/// `2026-05-17T20:45:00Z`.
pub fn machine(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `17 May 2026, 20:45:00 UTC`.
pub fn exact(at: Instant) -> String {
    format!("{}, {}:{:02} UTC", long_date(at.date_naive()), hour_minute(at), at.second())
}

/// `17 May 2026, 20:45 UTC`.
pub fn to_the_minute(at: Instant) -> String {
    format!("{}, {} UTC", long_date(at.date_naive()), hour_minute(at))
}

/// `20:45`.
pub fn hour_minute(at: Instant) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `17 May`.
pub fn short_date(date: NaiveDate) -> String {
    format!("{} {}", date.day(), MONTHS[date.month0() as usize])
}

/// `17 May 2026`.
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {}", short_date(date), date.year())
}

/// `Sun`.
pub fn weekday(date: NaiveDate) -> &'static str {
    DAYS[date.weekday().num_days_from_monday() as usize]
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_for_people_and_for_machines() {
        let at: Instant = "2026-05-17T20:45:09.5Z".parse().expect("parses");
        assert_eq!(machine(at), "2026-05-17T20:45:09Z");
        assert_eq!(exact(at), "17 May 2026, 20:45:09 UTC");
        assert_eq!(to_the_minute(at), "17 May 2026, 20:45 UTC");
        assert_eq!(hour_minute(at), "20:45");
        assert_eq!(weekday(at.date_naive()), "Sun");
    }
}
