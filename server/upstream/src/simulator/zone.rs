//! Time zones for `timezone=`: a list with today's rules, enough for a stand-in.

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Timelike, Utc, Weekday};

/// When the clocks go forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    /// Never.
    Never,
    /// Last Sunday of March to last Sunday of October, at 01:00 UTC.
    Europe,
    /// Second Sunday of March to first Sunday of November, at 02:00 local time.
    America,
}

/// A time zone: its name, minutes from UTC in winter, and its summer rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    name: &'static str,
    minutes: i64,
    summer: Summer,
}

const fn zone(name: &'static str, minutes: i64, summer: Summer) -> Zone {
    Zone { name, minutes, summer }
}

/// Coordinated universal time.
pub(super) const UTC: Zone = zone("UTC", 0, Summer::Never);

/// Every zone known, by name.
pub(super) const ZONES: [Zone; 44] = [
    zone("Africa/Cairo", 120, Summer::Never),
    zone("Africa/Johannesburg", 120, Summer::Never),
    zone("Africa/Lagos", 60, Summer::Never),
    zone("Africa/Nairobi", 180, Summer::Never),
    zone("America/Argentina/Buenos_Aires", -180, Summer::Never),
    zone("America/Bogota", -300, Summer::Never),
    zone("America/Chicago", -360, Summer::America),
    zone("America/Denver", -420, Summer::America),
    zone("America/Los_Angeles", -480, Summer::America),
    zone("America/Mexico_City", -360, Summer::Never),
    zone("America/New_York", -300, Summer::America),
    zone("America/Sao_Paulo", -180, Summer::Never),
    zone("America/Toronto", -300, Summer::America),
    zone("Asia/Bangkok", 420, Summer::Never),
    zone("Asia/Dubai", 240, Summer::Never),
    zone("Asia/Hong_Kong", 480, Summer::Never),
    zone("Asia/Jakarta", 420, Summer::Never),
    zone("Asia/Karachi", 300, Summer::Never),
    zone("Asia/Kathmandu", 345, Summer::Never),
    zone("Asia/Kolkata", 330, Summer::Never),
    zone("Asia/Kuala_Lumpur", 480, Summer::Never),
    zone("Asia/Manila", 480, Summer::Never),
    zone("Asia/Riyadh", 180, Summer::Never),
    zone("Asia/Seoul", 540, Summer::Never),
    zone("Asia/Shanghai", 480, Summer::Never),
    zone("Asia/Singapore", 480, Summer::Never),
    zone("Asia/Tokyo", 540, Summer::Never),
    zone("Atlantic/Reykjavik", 0, Summer::Never),
    zone("Australia/Brisbane", 600, Summer::Never),
    zone("Europe/Amsterdam", 60, Summer::Europe),
    zone("Europe/Athens", 120, Summer::Europe),
    zone("Europe/Berlin", 60, Summer::Europe),
    zone("Europe/Brussels", 60, Summer::Europe),
    zone("Europe/Istanbul", 180, Summer::Never),
    zone("Europe/Kyiv", 120, Summer::Europe),
    zone("Europe/Lisbon", 0, Summer::Europe),
    zone("Europe/London", 0, Summer::Europe),
    zone("Europe/Madrid", 60, Summer::Europe),
    zone("Europe/Moscow", 180, Summer::Never),
    zone("Europe/Paris", 60, Summer::Europe),
    zone("Europe/Rome", 60, Summer::Europe),
    zone("Europe/Stockholm", 60, Summer::Europe),
    zone("Pacific/Honolulu", -600, Summer::Never),
    UTC,
];

impl Zone {
    /// The zone of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        ZONES.into_iter().find(|zone| zone.name == name)
    }

    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// Minutes from UTC at that instant (Unix seconds).
    pub(super) fn offset(self, seconds: i64) -> i64 {
        let Some(instant) = DateTime::<Utc>::from_timestamp(seconds, 0) else {
            return self.minutes;
        };
        let year = instant.year();
        let summer = match self.summer {
            Summer::Never => false,
            Summer::Europe => {
                let change = |month| last_sunday(year, month) + Duration::hours(1);
                (change(3)..change(10)).contains(&instant)
            }
            Summer::America => {
                let standard = Duration::minutes(120 - self.minutes);
                let begins = first_sunday(year, 3) + Duration::days(7) + standard;
                let ends = first_sunday(year, 11) + standard - Duration::hours(1);
                (begins..ends).contains(&instant)
            }
        };
        self.minutes + if summer { 60 } else { 0 }
    }

    /// The instants (Unix seconds) at which the local day begins and ends.
    pub(super) fn day(self, date: NaiveDate) -> (i64, i64) {
        let begin = |date: NaiveDate| {
            let noon_offset = self.offset(midnight(date).timestamp());
            midnight(date).timestamp() - noon_offset * 60
        };
        (begin(date), begin(date + Duration::days(1)))
    }

    /// The instant as the feed writes it.
    pub(super) fn write(self, seconds: i64) -> String {
        let offset = self.offset(seconds);
        let local = DateTime::<Utc>::from_timestamp(seconds + offset * 60, 0).unwrap_or_default();
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let (year, month, day) = (local.year(), local.month(), local.day());
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        // Written out: the pattern of `format` is read anew each time, and a thousand rows ask.
        format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}"
        )
    }
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    Utc.from_utc_datetime(&date.and_time(chrono::NaiveTime::MIN))
}

fn first_sunday(year: i32, month: u32) -> DateTime<Utc> {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, 1)
        .map(midnight)
        .unwrap_or_default()
}

fn last_sunday(year: i32, month: u32) -> DateTime<Utc> {
    let fifth = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, 5);
    fifth
        .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, 4))
        .map(midnight)
        .unwrap_or_default()
}
