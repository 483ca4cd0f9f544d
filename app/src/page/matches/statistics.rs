//! Counted facts as paired bars with their numbers.

use crate::component::state::EmptyState;
use entity::model::{Match, Statistic};
use leptos::prelude::*;

/// One bar to each side for every measure.
#[component]
pub(super) fn Statistics(
    /// The match.
    shown: RwSignal<Match>,
) -> impl IntoView {
    let statistics = Memo::new(move |_| shown.with(|shown| shown.statistics.clone()));
    let names = shown.with_untracked(|shown| {
        shown.competitors.iter().map(|c| c.name.clone()).collect::<Vec<_>>()
    });
    move || match statistics.get().filter(|rows| !rows.is_empty()) {
        None => view! {
            <EmptyState
                title="No statistics"
                detail="They appear here once the league reports them; many do so only during play."
            />
        }
        .into_any(),
        Some(rows) => view! {
            <div class="panel table-panel">
                <table class="stats">
                    <caption class="sr-only">"Statistics of both sides"</caption>
                    <thead>
                        <tr>
                            <th scope="col">{names.first().cloned()}</th>
                            <th scope="col" class="stats-what">
                                <span class="sr-only">"Measure"</span>
                            </th>
                            <th scope="col">{names.get(1).cloned()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any(),
    }
}

fn row(statistic: &Statistic) -> impl IntoView + use<> {
    let value = |at: usize| statistic.values.get(at).copied().flatten();
    let unit = statistic.unit.clone().unwrap_or_default();
    let (home, away) = (value(0), value(1));
    let of_hundred = unit == "%" || statistic.label.contains('%');
    let (home_share, away_share) =
        if of_hundred { (percent(home), percent(away)) } else { shares(home, away) };
    let ahead = |one: Option<f64>, other: Option<f64>| one > other;
    let class = |lead: bool| if lead { "stat-value stat-lead" } else { "stat-value" };
    view! {
        <tr>
            <td class=class(ahead(home, away))>
                <span>{number(home, &unit)}</span>
                {bar(home_share, true)}
            </td>
            <th scope="row" class="stats-what">
                {statistic.label.clone()}
            </th>
            <td class=class(ahead(away, home))>
                {bar(away_share, false)}
                <span>{number(away, &unit)}</span>
            </td>
        </tr>
    }
}

/// A bar of `share` hundredths, growing from the middle of the table.
fn bar(share: f64, to_left: bool) -> impl IntoView {
    let x = if to_left { 100.0 - share } else { 0.0 };
    view! {
        <svg class="stat-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="stat-rail" width="100" height="4"/>
            <rect class="stat-fill" x=x.to_string() width=share.to_string() height="4"/>
        </svg>
    }
}

/// The share of each side in the sum of both, in hundredths.
fn shares(home: Option<f64>, away: Option<f64>) -> (f64, f64) {
    let (home, away) = (home.unwrap_or(0.0).max(0.0), away.unwrap_or(0.0).max(0.0));
    let sum = home + away;
    if sum <= 0.0 {
        return (0.0, 0.0);
    }
    ((home / sum * 100.0).round(), (away / sum * 100.0).round())
}

/// A percentage on its own scale, in hundredths.
fn percent(value: Option<f64>) -> f64 {
    value.unwrap_or(0.0).clamp(0.0, 100.0).round()
}

/// `61%`, `1.84`, `–`.
fn number(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_share_the_sum_and_nothing_is_divided_by_nothing() {
        assert_eq!(shares(Some(3.0), Some(1.0)), (75.0, 25.0));
        assert_eq!(shares(Some(0.0), None), (0.0, 0.0));
        assert_eq!(shares(None, Some(2.0)), (0.0, 100.0));
    }

    #[test]
    fn a_percentage_is_drawn_on_its_own_scale() {
        assert_eq!(percent(Some(84.6)), 85.0);
        assert_eq!(percent(Some(140.0)), 100.0);
        assert_eq!(percent(None), 0.0);
    }

    #[test]
    fn numbers_are_written_without_needless_digits() {
        assert_eq!(number(Some(61.0), "%"), "61%");
        assert_eq!(number(Some(1.84), ""), "1.84");
        assert_eq!(number(None, "%"), "–");
    }
}
