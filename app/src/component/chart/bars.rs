//! Stacked bars over time.

#![allow(clippy::needless_pass_by_value, reason = "a component owns what it is given")]

use super::geometry::{Block, Size, every, layout, short};
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
    let (refused, all) = (names.len(), bars.len());
    let reached = bars.iter().filter(|bar| bar.refused > 0).count();
    let most = limit.as_ref().map(|(value, _)| *value);
    let [wide, narrow] = [Size::WIDE, Size::NARROW].map(|size| drawing(&bars, &names, most, size));
    let is_drawn = wide.1;
    let note = limit.map(|(_, words)| {
        let text = if is_drawn {
            format!("limit, {words}")
        } else if reached == 0 {
            format!("The limit, {words}, lies far above the chart.")
        } else {
            // It was the limit of a minute, which a longer bar does not show.
            format!(
                "The limit, {words}, lies far above the chart; that of a minute was reached in {reached} of {all} bars."
            )
        };
        view! {
            <li>
                {is_drawn.then(|| view! { <span class="legend-limit" aria-hidden="true"></span> })}
                {text}
            </li>
        }
    });
    let legend =
        names.into_iter().enumerate().map(|(part, name)| entry(look(part, refused), &name));
    let band = (reached > 0).then(|| entry("chart-refused".to_owned(), "refused with 429"));
    view! {
        <figure class="chart">
            // Apart from the drawings: one of them is not shown, and what it holds is not either.
            <svg class="chart-patterns" width="0" height="0" aria-hidden="true">{patterns()}</svg>
            <div class="chart-wide" role="img" aria-label=label.clone()>{wide.0}</div>
            <div class="chart-narrow" role="img" aria-label=label>{narrow.0}</div>
            <figcaption>
                <ul class="legend">{legend.collect_view()} {band} {note}</ul>
            </figcaption>
        </figure>
    }
}

/// The bars with their scale and times, and whether the limit is among them.
fn drawing(
    bars: &[ChartBar],
    names: &[String],
    limit: Option<u64>,
    size: Size,
) -> (impl IntoView + use<>, bool) {
    let values: Vec<Vec<u64>> =
        bars.iter().map(|bar| bar.parts.iter().copied().chain([bar.refused]).collect()).collect();
    let plan = layout(&values, limit, size);
    let ticks = plan.ticks.iter().map(|&(value, y)| tick(value, y, size)).collect_view();
    let times = bars.iter().enumerate().step_by(every(bars.len(), size.times)).map(|(i, bar)| {
        let x = format!("{:.1}", size.left + size.pitch(bars.len()) * (i as f64 + 0.5));
        let y = format!("{:.0}", size.bottom + 18.0);
        view! { <text class="chart-time" x=x y=y>{bar.label.clone()}</text> }
    });
    let times = times.collect_view();
    let line = plan.limit.map(|y| {
        let (x1, x2) = (size.left.to_string(), size.width.to_string());
        let y = format!("{y:.1}");
        view! { <line class="chart-limit" x1=x1 x2=x2 y1=y.clone() y2=y/> }
    });
    let blocks = plan.bars.iter().zip(bars).map(|(blocks, bar)| {
        let told = title(bar, names);
        let rects = blocks.iter().map(|block| rect(block, names.len())).collect_view();
        view! { <g><title>{told}</title>{rects}</g> }
    });
    let blocks = blocks.collect_view();
    let is_drawn = plan.limit.is_some();
    let view = view! {
        <svg viewBox=format!("0 0 {} {}", size.width, size.height) aria-hidden="true">
            {ticks} {blocks} {line} {times}
        </svg>
    };
    (view, is_drawn)
}

fn tick(value: u64, y: f64, size: Size) -> impl IntoView + use<> {
    let (x1, x2) = (size.left.to_string(), size.width.to_string());
    let beside = (size.left - 8.0).to_string();
    let (at, text) = (format!("{y:.1}"), format!("{:.1}", y + 4.0));
    view! {
        <g>
            <line class="chart-grid" x1=x1 x2=x2 y1=at.clone() y2=at/>
            <text class="chart-number" x=beside y=text>{short(value)}</text>
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
