//! How much of a limit is used.

use crate::component::time::hour_minute;
use crate::port::grouped;
use entity::model::Instant;
use leptos::prelude::*;

/// A bar of `used` out of `limit`, its number beside it.
#[component]
pub fn Meter(
    /// What is measured: `Requests today`.
    label: &'static str,
    /// How much is used.
    used: u64,
    /// Of how much; `None` where there is no limit.
    limit: Option<u64>,
    /// When so much was used, where that is over: then nothing is used up now.
    #[prop(optional_no_strip)]
    past: Option<Instant>,
) -> impl IntoView {
    let used = within(used, limit);
    let share = limit.map(|limit| share(used, limit));
    let numbers = match limit {
        Some(limit) => format!("{} of {}", grouped(used), grouped(limit)),
        None => format!("{}, not limited", grouped(used)),
    };
    let word = share.and_then(|share| match past {
        None => warning(share).map(str::to_owned),
        Some(at) => (share >= 100).then(|| format!("limit reached at {}", hour_minute(at))),
    });
    let bar = share.map(|share| {
        let class = if word.is_some() { "meter-fill meter-high" } else { "meter-fill" };
        view! {
            <svg class="meter-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="meter-field" width="100" height="6"/>
                <rect class=class width=drawn(share, used).to_string() height="6"/>
            </svg>
        }
    });
    view! {
        <div class="meter">
            <span class="meter-label">{label}</span>
            <span class="meter-numbers">
                {numbers} {share.map(|share| format!(" ({})", hundredths(share, used)))}
                {word.map(|word| view! { <strong class="meter-word">" " {word}</strong> })}
            </span>
            {bar}
        </div>
    }
}

/// What is refused is not used, so no more is ever used than the limit. A minute of the clock can hold
/// more than a minute's requests all the same: the allowance is filled up while it is used.
fn within(used: u64, limit: Option<u64>) -> u64 {
    limit.map_or(used, |limit| used.min(limit))
}

/// `used` in hundredths of `limit`, cut to whole ones.
fn share(used: u64, limit: u64) -> u64 {
    let share = u128::from(used) * 100 / u128::from(limit.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}

/// `5 %`; what is less than one and not nothing says so.
fn hundredths(share: u64, used: u64) -> String {
    if share == 0 && used > 0 { "under 1 %".to_owned() } else { format!("{share} %") }
}

/// How much of the bar is filled: never nothing where something is used, never more than all.
const fn drawn(share: u64, used: u64) -> u64 {
    match (share, used) {
        (0, 0) => 0,
        (0, _) => 1,
        (1..=100, _) => share,
        _ => 100,
    }
}

/// What to say of a share worth a word.
const fn warning(share: u64) -> Option<&'static str> {
    match share {
        0..80 => None,
        80..100 => Some("nearly used up"),
        _ => Some("used up"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_cut_and_never_divides_by_nothing() {
        assert_eq!(share(999, 1000), 99);
        assert_eq!(share(1000, 1000), 100);
        assert_eq!(share(3, 0), 300);
        assert_eq!(share(u64::MAX, 1), u64::MAX);
    }

    #[test]
    fn no_more_is_used_than_the_limit() {
        assert_eq!((within(61, Some(60)), within(60, Some(60)), within(7, Some(60))), (60, 60, 7));
        assert_eq!(within(61, None), 61);
    }

    #[test]
    fn a_little_is_seen_and_told() {
        assert_eq!((hundredths(0, 0), drawn(0, 0)), ("0 %".to_owned(), 0));
        assert_eq!((hundredths(0, 3), drawn(0, 3)), ("under 1 %".to_owned(), 1));
        assert_eq!((hundredths(300, 3), drawn(300, 3)), ("300 %".to_owned(), 100));
    }

    #[test]
    fn a_high_share_is_told_in_words() {
        assert_eq!(warning(79), None);
        assert_eq!(warning(80), Some("nearly used up"));
        assert_eq!(warning(100), Some("used up"));
    }
}
