//! How old a record is, in sight and in words.

use super::time::{exact, machine};
use entity::model::{Freshness, Instant, Phase};
use leptos::prelude::*;

/// How loudly an age is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As fresh as can be.
    Quiet,
    /// Worth a glance.
    Plain,
    /// Later than it should be; the word “delayed” stands beside it.
    Delayed,
}

/// How loudly to tell of a record of `seconds`, in a match in `phase`.
pub(crate) fn tone(phase: Phase, seconds: i64) -> Tone {
    match Freshness::of(phase, seconds) {
        Freshness::Delayed | Freshness::Stale => Tone::Delayed,
        Freshness::Live if phase.in_play() && seconds >= 20 => Tone::Plain,
        Freshness::Live | Freshness::Final => Tone::Quiet,
    }
}

/// `0:03 ago`, `12:40 ago`, `3 h ago`, `2 d ago`.
pub(crate) fn ago(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds {
        0..3600 => format!("{}:{:02} ago", seconds / 60, seconds % 60),
        3600..172_800 => format!("{} h ago", seconds / 3600),
        _ => format!("{} d ago", seconds / 86_400),
    }
}

/// The age of one match, counted by the page's clock.
#[component]
pub fn Age(
    /// When the upstream last confirmed the record.
    #[prop(into)]
    as_of: Signal<Instant>,
    /// Where the match stands.
    #[prop(into)]
    phase: Signal<Phase>,
    /// The service's time.
    now: ReadSignal<Instant>,
) -> impl IntoView {
    let seconds = Memo::new(move |_| (now.get() - as_of.get()).num_seconds());
    let tone = Memo::new(move |_| tone(phase.get(), seconds.get()));
    // Between matches the age means little, so it is told only where it is amiss.
    let shown = Memo::new(move |_| phase.get().in_play() || tone.get() == Tone::Delayed);
    let text = Memo::new(move |_| if shown.get() { ago(seconds.get()) } else { String::new() });
    let word = Memo::new(move |_| if tone.get() == Tone::Delayed { "delayed " } else { "" });
    view! {
        <span
            class="age"
            class:age-plain=move || tone.get() == Tone::Plain
            class:age-delayed=move || tone.get() == Tone::Delayed
            title=move || format!("Confirmed {}", exact(as_of.get()))
        >
            <span class="age-word">{move || word.get()}</span>
            <time datetime=move || machine(as_of.get())>{move || text.get()}</time>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_is_told_in_the_largest_fitting_words() {
        assert_eq!(ago(-2), "0:00 ago");
        assert_eq!(ago(3), "0:03 ago");
        assert_eq!(ago(760), "12:40 ago");
        assert_eq!(ago(7300), "2 h ago");
        assert_eq!(ago(200_000), "2 d ago");
    }

    #[test]
    fn the_age_is_quiet_then_plain_then_delayed() {
        assert_eq!(tone(Phase::Live, 19), Tone::Quiet);
        assert_eq!(tone(Phase::Live, 20), Tone::Plain);
        assert_eq!(tone(Phase::Live, 61), Tone::Delayed);
        assert_eq!(tone(Phase::Scheduled, 600), Tone::Quiet);
        assert_eq!(tone(Phase::Finished, 999_999), Tone::Quiet);
    }
}
