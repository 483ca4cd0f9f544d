//! Stacked bars over time.

use super::geometry::{BOTTOM, Block, HEIGHT, LEFT, WIDTH, every, layout};
use crate::port::grouped;
use leptos::prelude::*;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBar {
    /// What stands below it: `14:20`.
    pub label: String,
    /// Its parts, as many as there are names, from the bottom up.
    pub parts: Vec<u64>,
    /// What was refused, drawn on top in its own pattern.
    pub refused: u64,
}

/// How many parts have a look of their own; the last is for all others.
pub(crate) const LOOKS: usize = 6;

/// Stacked bars with a limit and the refused as a band of their own.
///
/// Each part has a pattern as well as a colour. Those who do not see it read the table beside it.
#[component]
pub fn BarChart(
    /// The bars, oldest first.
    bars: Vec<ChartBar>,
    /// The parts' names, at most [`LOOKS`].
    names: Vec<String>,
    /// The limit of one bar, and its words: `60 a minute`.
    limit: Option<(u64, String)>,
    /// What the chart is, in a sentence that leads to the table.
    label: String,
) -> impl IntoView {
    let values: Vec<Vec<u64>> =
        bars.iter().map(|bar| bar.parts.iter().copied().chain([bar.refused]).collect()).collect();
    let plan = layout(&values, limit.as_ref().map(|(value, _)| *value));
    let refused = names.len();
    let ticks = plan.ticks.iter().map(|(value, y)| tick(*value, *y)).collect_view();
    let step = every(bars.len(), 8);
    let times = bars.iter().enumerate().step_by(step).map(|(i, bar)| {
        let pitch = (WIDTH - LEFT) / bars.len().max(1) as f64;
        let x = format!("{:.1}", LEFT + pitch * (i as f64 + 0.5));
        view! {
            <text class="chart-time" x=x y=format!("{:.0}", BOTTOM + 18.0)>{bar.label.clone()}</text>
        }
    });
    let line = plan.limit.map(|y| {
        let y = format!("{y:.1}");
        view! {
            <line class="chart-limit" x1=LEFT.to_string() x2=WIDTH.to_string() y1=y.clone() y2=y/>
        }
    });
    let note = limit.map(|(_, words)| {
        let drawn = plan.limit.is_some();
        let text = if drawn {
            format!("limit, {words}")
        } else {
            format!("The limit, {words}, lies far above the chart.")
        };
        view! {
            <li>
                {drawn.then(|| view! { <span class="legend-limit" aria-hidden="true"></span> })}
                {text}
            </li>
        }
    });
    let times = times.collect_view();
    let any_refused = bars.iter().any(|bar| bar.refused > 0);
    let blocks = plan.bars.iter().zip(bars).map(|(blocks, bar)| {
        let told = title(&bar, &names);
        let rects = blocks.iter().map(|block| rect(block, refused)).collect_view();
        view! { <g><title>{told}</title>{rects}</g> }
    });
    let blocks = blocks.collect_view();
    let legend =
        names.into_iter().enumerate().map(|(part, name)| entry(look(part, refused), &name));
    let band = any_refused.then(|| entry("chart-refused".to_owned(), "refused with 429"));
    view! {
        <figure class="chart">
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-label=label
            >
                {patterns()}
                {ticks}
                {blocks}
                {line}
                {times}
            </svg>
            <figcaption>
                <ul class="legend">{legend.collect_view()} {band} {note}</ul>
            </figcaption>
        </figure>
    }
}

fn tick(value: u64, y: f64) -> impl IntoView {
    let text = format!("{:.1}", y + 4.0);
    let y = format!("{y:.1}");
    view! {
        <g>
            <line class="chart-grid" x1=LEFT.to_string() x2=WIDTH.to_string() y1=y.clone() y2=y/>
            <text class="chart-number" x=(LEFT - 8.0).to_string() y=text>{grouped(value)}</text>
        </g>
    }
}

fn rect(block: &Block, refused: usize) -> impl IntoView + use<> {
    let number = |value: f64| format!("{value:.2}");
    let (x, y) = (number(block.x), number(block.y));
    let (width, height) = (number(block.width), number(block.height));
    let class = look(block.part, refused);
    // The colour, and over it the pattern that tells it apart without colour.
    let pattern = pattern_of(block.part, refused).map(|id| {
        view! {
            <rect
                fill=format!("url(#{id})")
                x=x.clone()
                y=y.clone()
                width=width.clone()
                height=height.clone()
            />
        }
    });
    view! {
        <rect class=class x=x.clone() y=y.clone() width=width.clone() height=height.clone()/>
        {pattern}
    }
}

/// The class of a part's colour.
fn look(part: usize, refused: usize) -> String {
    if part == refused {
        "chart-refused".to_owned()
    } else {
        format!("chart-part-{}", part % LOOKS)
    }
}

/// The pattern laid over a part's colour.
fn pattern_of(part: usize, refused: usize) -> Option<&'static str> {
    if part == refused {
        return Some("chart-cross");
    }
    match part % LOOKS {
        1 | 4 => Some("chart-rising"),
        2 | 5 => Some("chart-dots"),
        _ => None,
    }
}

fn patterns() -> impl IntoView {
    let pattern = |id: &'static str, path: &'static str| {
        view! {
            <pattern id=id width="6" height="6" patternUnits="userSpaceOnUse">
                <path class="chart-pattern" d=path/>
            </pattern>
        }
    };
    view! {
        <defs>
            {pattern("chart-rising", "M-1 7 7-1M-4 4 4-4M2 10 10 2")}
            {pattern("chart-dots", "M3 3h0.01")}
            {pattern("chart-cross", "M0 0 6 6M6 0 0 6")}
        </defs>
    }
}

fn entry(class: String, name: &str) -> impl IntoView + use<> {
    let pattern = match class.as_str() {
        "chart-refused" => Some("chart-cross"),
        "chart-part-1" | "chart-part-4" => Some("chart-rising"),
        "chart-part-2" | "chart-part-5" => Some("chart-dots"),
        _ => None,
    };
    let pattern = pattern.map(|id| {
        view! { <rect fill=format!("url(#{id})") width="12" height="12"/> }
    });
    view! {
        <li>
            <svg class="legend-mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <rect class=class width="12" height="12"/>
                {pattern}
            </svg>
            {name.to_owned()}
        </li>
    }
}

/// What a pointer over a bar is told: `14:20: site 12, refused 3`.
fn title(bar: &ChartBar, names: &[String]) -> String {
    let mut parts: Vec<String> = names
        .iter()
        .zip(&bar.parts)
        .filter(|(_, value)| **value > 0)
        .map(|(name, value)| format!("{name} {}", grouped(*value)))
        .collect();
    if bar.refused > 0 {
        parts.push(format!("refused {}", grouped(bar.refused)));
    }
    let told = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    format!("{}: {told}", bar.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_told_by_its_parts() {
        let names = ["site".to_owned(), "app".to_owned()];
        let bar = ChartBar { label: "14:20".to_owned(), parts: vec![1200, 0], refused: 3 };
        assert_eq!(title(&bar, &names), "14:20: site 1,200, refused 3");
        let idle = ChartBar { parts: vec![0, 0], refused: 0, ..bar };
        assert_eq!(title(&idle, &names), "14:20: nothing");
    }

    #[test]
    fn neighbours_differ_in_pattern_and_not_only_in_colour() {
        for part in 1..LOOKS {
            assert_ne!(pattern_of(part - 1, LOOKS), pattern_of(part, LOOKS));
        }
    }
}
