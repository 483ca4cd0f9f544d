//! Where the parts of a chart lie. Lengths are in the drawing's own units.

/// How large a drawing is, and the room its labels take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    /// The drawing's width.
    pub(super) width: f64,
    /// The drawing's height.
    pub(super) height: f64,
    /// Where the plot starts: room for the numbers.
    pub(super) left: f64,
    /// Where the plot ends at the bottom: room for the times.
    pub(super) bottom: f64,
    /// At most how many times stand below.
    pub(super) times: usize,
}

/// Where the plot ends at the top.
pub(super) const TOP: f64 = 12.0;

impl Size {
    /// Beside other things on a screen.
    pub(super) const WIDE: Self =
        Self { width: 960.0, height: 280.0, left: 48.0, bottom: 252.0, times: 8 };
    /// On a phone.
    pub(super) const NARROW: Self =
        Self { width: 340.0, height: 240.0, left: 36.0, bottom: 212.0, times: 3 };

    /// The distance from one of `count` bars to the next.
    pub(super) fn pitch(self, count: usize) -> f64 {
        (self.width - self.left) / count.max(1) as f64
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Block {
    /// Which part of the bar.
    pub(super) part: usize,
    /// Left edge.
    pub(super) x: f64,
    /// Upper edge.
    pub(super) y: f64,
    /// Width.
    pub(super) width: f64,
    /// Height.
    pub(super) height: f64,
}

/// Where everything lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// The bars' parts, bar by bar, from the bottom up; empty parts are left out.
    pub(super) bars: Vec<Vec<Block>>,
    /// The scale's numbers and their heights, from nothing up.
    pub(super) ticks: Vec<(u64, f64)>,
    /// The limit's height; `None` where it lies above the drawing.
    pub(super) limit: Option<f64>,
}

/// Lay out bars of `parts`, with a line at `limit`.
///
/// A limit far above every bar is left out, for it would press the bars flat.
pub(super) fn layout(bars: &[Vec<u64>], limit: Option<u64>, size: Size) -> Layout {
    let highest = bars.iter().map(|parts| sum(parts)).max().unwrap_or(0);
    let near = limit.filter(|limit| *limit <= highest.saturating_mul(3));
    let (top, step) = scale(highest.max(near.unwrap_or(0)));
    let y = |value: u64| size.bottom - (size.bottom - TOP) * (value as f64 / top as f64);
    let pitch = size.pitch(bars.len());
    let gap = (pitch * 0.2).min(4.0);
    let bar = |(i, parts): (usize, &Vec<u64>)| {
        let x = size.left + pitch * i as f64 + gap / 2.0;
        let mut below = 0_u64;
        let mut blocks = Vec::new();
        for (part, value) in parts.iter().enumerate().filter(|(_, value)| **value > 0) {
            let base = y(below);
            below = below.saturating_add(*value);
            let upper = y(below);
            blocks.push(Block { part, x, y: upper, width: pitch - gap, height: base - upper });
        }
        blocks
    };
    let ticks = (0..=top / step).map(|i| (i * step, y(i * step))).collect();
    Layout { bars: bars.iter().enumerate().map(bar).collect(), ticks, limit: near.map(y) }
}

/// The top of a scale that holds `highest`, and its step: 1, 2 or 5 of a power of ten.
fn scale(highest: u64) -> (u64, u64) {
    let highest = highest.clamp(1, 1 << 53);
    let wanted = highest.div_ceil(5).max(1);
    let mut power = 1_u64;
    while power * 10 <= wanted {
        power *= 10;
    }
    let step = [1, 2, 5, 10].map(|n| n * power).into_iter().find(|s| *s >= wanted);
    let step = step.unwrap_or(power * 10);
    (highest.div_ceil(step) * step, step)
}

/// `900`, `1,500` as `1.5k`, `2,000,000` as `2M`: a scale has little room, and its steps are round.
pub(super) fn short(value: u64) -> String {
    let (unit, word) = match value {
        0..1_000 => return value.to_string(),
        1_000..1_000_000 => (1_000, "k"),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        _ => (1_000_000_000, "G"),
    };
    let tenths = value / (unit / 10);
    match tenths % 10 {
        0 => format!("{}{word}", tenths / 10),
        rest => format!("{}.{rest}{word}", tenths / 10),
    }
}

/// Every how many bars a time stands below, so that at most `most` do.
pub(super) fn every(count: usize, most: usize) -> usize {
    count.div_ceil(most.max(1)).max(1)
}

/// The points of a line through `values` in a box of `width` and `height`.
pub(super) fn line(values: &[u64], width: f64, height: f64) -> String {
    let highest = values.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = width / values.len().saturating_sub(1).max(1) as f64;
    let point = |(i, value): (usize, &u64)| {
        let y = height - 1.0 - (height - 2.0) * (*value as f64 / highest);
        format!("{:.1},{y:.1}", step * i as f64)
    };
    values.iter().enumerate().map(point).collect::<Vec<_>>().join(" ")
}

fn sum(parts: &[u64]) -> u64 {
    parts.iter().fold(0, |sum, part| sum.saturating_add(*part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_each_other_and_fill_the_bar() {
        let layout = layout(&[vec![30, 0, 20], vec![0, 0, 0]], None, Size::WIDE);
        let [lower, upper] = layout.bars[0].as_slice() else { panic!("two parts") };
        assert_eq!((lower.part, upper.part), (0, 2));
        assert_eq!(lower.y + lower.height, Size::WIDE.bottom);
        assert!((upper.y + upper.height - lower.y).abs() < 1e-9);
        assert!((upper.y - TOP).abs() < 1e-9, "the highest bar reaches the top of a whole scale");
        assert!(layout.bars[1].is_empty());
    }

    #[test]
    fn every_bar_lies_within_the_drawing_and_beside_the_next() {
        let bars: Vec<_> = (0..100).map(|i| vec![i * 7, 3]).collect();
        for size in [Size::WIDE, Size::NARROW] {
            let layout = layout(&bars, Some(900), size);
            let firsts: Vec<_> = layout.bars.iter().map(|bar| bar[0]).collect();
            for pair in firsts.windows(2) {
                assert!(pair[0].x + pair[0].width <= pair[1].x + 1e-9);
            }
            for block in layout.bars.iter().flatten() {
                assert!(block.x >= size.left && block.x + block.width <= size.width + 1e-9);
                assert!(block.y >= TOP - 1e-9 && block.y + block.height <= size.bottom + 1e-9);
            }
        }
    }

    #[test]
    fn a_near_limit_is_drawn_and_a_far_one_is_not() {
        let limit = layout(&[vec![50]], Some(100), Size::WIDE).limit.expect("is drawn");
        assert!((limit - TOP).abs() < 1e-9);
        assert_eq!(layout(&[vec![50]], Some(1000), Size::WIDE).limit, None);
        assert_eq!(layout(&[vec![50]], None, Size::WIDE).limit, None);
    }

    #[test]
    fn scales_have_few_round_steps() {
        for highest in [0, 1, 3, 7, 10, 11, 99, 101, 12_345, 5_000_000, u64::MAX] {
            let (top, step) = scale(highest);
            assert!(
                top >= highest.clamp(1, 1 << 53) && (1..=6).contains(&(top / step)),
                "{highest}"
            );
        }
        assert_eq!(scale(50), (50, 10));
        assert_eq!(scale(101), (150, 50));
    }

    #[test]
    fn numbers_of_a_scale_are_short() {
        let told = [0, 500, 1_000, 1_500, 20_000, 250_000, 5_000_000, 3_000_000_000].map(short);
        assert_eq!(told, ["0", "500", "1k", "1.5k", "20k", "250k", "5M", "3G"]);
    }

    #[test]
    fn a_line_spans_its_box() {
        assert_eq!(line(&[0, 10], 100.0, 20.0), "0.0,19.0 100.0,1.0");
        assert_eq!(line(&[5], 100.0, 20.0), "0.0,1.0");
        assert_eq!(line(&[], 100.0, 20.0), "");
    }

    #[test]
    fn times_below_are_few() {
        assert_eq!(every(60, 6), 10);
        assert_eq!(every(4, 6), 1);
        assert_eq!(every(0, 6), 1);
    }
}
